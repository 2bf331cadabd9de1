/** A message as the protocol names its speakers. */
export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What an endpoint is asked. */
export interface CompletionCall {
  readonly messages: readonly PromptMessage[];
  /** Sent along for gateways and logs; they mean nothing to the protocol. */
  readonly headers: Readonly<Record<string, string>>;
}
