/** A call as the protocol writes it into an assistant's message. */
export interface PromptToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A message as the protocol names its speakers. Every call is answered by a `tool` message behind it. */
export type PromptMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string | null; readonly tool_calls?: PromptToolCall[] }
  | { readonly role: 'tool'; readonly content: string; readonly tool_call_id: string };

/** A function that the model may ask for. */
export interface ToolDefinition {
  /** 1 to 64 of `a-z A-Z 0-9 _ -`. */
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What an endpoint is asked. */
export interface CompletionCall {
  readonly messages: readonly PromptMessage[];
  readonly tools: readonly ToolDefinition[];
  /** False: the tools are only named because the messages speak of them. */
  readonly mayUseTools: boolean;
  /** Sent along for gateways and logs; they mean nothing to the protocol. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A call as the protocol takes it; nothing about tools where there are none. */
export function completionBody(model: string, { messages, tools, mayUseTools }: CompletionCall) {
  if (tools.length === 0) return { model, messages: [...messages] };
  return {
    model,
    messages: [...messages],
    tools: toolsOf(tools),
    ...(!mayUseTools && { tool_choice: 'none' as const }),
  };
}

/** The tools as the protocol takes them. */
export const toolsOf = (tools: readonly ToolDefinition[]) =>
  tools.map((definition) => ({ type: 'function' as const, function: { ...definition } }));
