import type { ServerResponse } from 'node:http';
import { type Answer, frame, head, STAND_IN_USAGE } from './stand-in-frames.js';

/** A call as the model writes it; without an id where `id` is undefined. */
export interface ScriptedCall {
  readonly name: string;
  /** JSON, or whatever the test wants in its place. */
  readonly arguments: string;
  readonly id?: string;
}

/** How the calls are streamed; the first as the protocol says, the others as endpoints are known to. */
export type CallForm = 'pieces' | 'unnumbered' | 'all-zero' | 'repeated';

/** Asks for tools. */
export interface ToolsReply {
  readonly kind: 'tools';
  readonly calls: readonly ScriptedCall[];
  /** What is said beside it. */
  readonly text?: string;
  readonly form?: CallForm;
}

export function writeToolCalls(response: ServerResponse, reply: ToolsReply, answer: Answer): void {
  if (answer.isStreamed) return writeStream(response, reply, answer);
  const message = { role: 'assistant', content: reply.text ?? null, tool_calls: reply.calls.map(wholeCall) };
  const body = {
    ...head(answer, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: 'tool_calls' }],
  };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ...body, usage: STAND_IN_USAGE }));
}

function writeStream(
  response: ServerResponse,
  { calls, text, form = 'pieces' }: ToolsReply,
  answer: Answer,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const word of (text ?? '').split(/(?<= )/).filter(Boolean)) {
    response.write(frame(answer, { content: word }, null));
  }
  for (const piece of calls.flatMap((call, index) => FORMS[form](call, index))) {
    response.write(frame(answer, { tool_calls: [piece] }, null));
  }
  response.end(`${frame(answer, {}, 'tool_calls')}data: [DONE]\n\n`);
}

const wholeCall = ({ id, name, arguments: text }: ScriptedCall): object => ({
  ...(id !== undefined && { id }),
  type: 'function',
  function: { name, arguments: text },
});

const FORMS: Readonly<Record<CallForm, (call: ScriptedCall, index: number) => object[]>> = {
  pieces: (call, index) => [
    { index, ...wholeCall({ ...call, arguments: '' }) },
    ...halves(call.arguments).map((half) => ({ index, function: { arguments: half } })),
  ],
  unnumbered: (call) => [wholeCall(call)],
  'all-zero': (call) => [{ index: 0, ...wholeCall(call) }],
  repeated: (call, index) =>
    halves(call.arguments).map((half) => ({ index, ...wholeCall({ ...call, arguments: half }) })),
};

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
