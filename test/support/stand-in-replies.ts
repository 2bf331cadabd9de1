import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, frame, head, STAND_IN_USAGE } from './stand-in-frames.js';
import { type ToolsReply, writeToolCalls } from './stand-in-tools.js';

/** What the stand-in does with a request. */
export type Reply =
  /** `Echo: <question>`. */
  | { readonly kind: 'echo' }
  /** The given text; an empty one is a well-formed answer that says nothing. */
  | { readonly kind: 'text'; readonly text: string }
  /** The given text, a word at a time where it is streamed; `isHeld`: and then nothing more, not even its end. */
  | { readonly kind: 'paced'; readonly text: string; readonly wordMs: number; readonly isHeld?: true }
  /** A JSON list of the contents it was shown, system messages left out, oldest first. */
  | { readonly kind: 'prefix' }
  /** The text that the test makes of it; null is no answer, and the connection stays open. */
  | { readonly kind: 'made'; readonly make: (answer: Answer) => Made | Promise<Made> }
  /** Waits for `release()`, then echoes. */
  | { readonly kind: 'slow' }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends headers and half an answer, then nothing. */
  | { readonly kind: 'hang-midway' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'reset' }
  /** Sends half an answer, then closes the connection. */
  | { readonly kind: 'reset-midway' }
  /** An error; `body` is sent in the place of the usual one. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** 200 with this body, whatever it is. */
  | { readonly kind: 'garbage'; readonly body: string }
  /** An answer that never ends. */
  | { readonly kind: 'endless' }
  | ToolsReply;

/** Whatever the test chooses for each request. */
export interface ChosenReply {
  readonly kind: 'chosen';
  readonly choose: (answer: Answer) => Promise<Reply>;
}

type Made = string | null;

/** Sends the reply; returns when the last byte is written or the caller has gone. */
export async function writeReply(response: ServerResponse, reply: Reply, answer: Answer): Promise<void> {
  return reply.kind === 'tools'
    ? writeToolCalls(response, reply, answer)
    : writeOther(response, reply, answer);
}

async function writeOther(
  response: ServerResponse,
  reply: Exclude<Reply, ToolsReply>,
  answer: Answer,
): Promise<void> {
  switch (reply.kind) {
    case 'echo':
    case 'slow':
      return writeText(response, `Echo: ${answer.shown.at(-1) ?? ''}`, answer);
    case 'text':
    case 'paced':
      return writePaced(response, reply, answer);
    case 'prefix':
      return writeText(response, JSON.stringify(answer.shown), answer);
    case 'made':
      return writeMade(response, await reply.make(answer), answer);
    case 'hang':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'status':
      return writeStatus(response, reply);
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply.body);
      return;
    default:
      return writeUnfinished(response, reply.kind, answer);
  }
}

function writeMade(response: ServerResponse, text: Made, answer: Answer): void {
  if (text !== null) writeText(response, text, answer);
}

function writeText(response: ServerResponse, text: string, answer: Answer): void {
  if (answer.isStreamed) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const word of text.split(/(?<= )/)) response.write(frame(answer, { content: word }, null));
    response.end(`${frame(answer, {}, 'stop')}data: [DONE]\n\n`);
    return;
  }
  const message = { role: 'assistant', content: text };
  const body = {
    ...head(answer, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ...body, usage: STAND_IN_USAGE }));
}

async function writePaced(
  response: ServerResponse,
  reply: Extract<Reply, { kind: 'text' | 'paced' }>,
  answer: Answer,
): Promise<void> {
  const { text } = reply;
  if (reply.kind === 'text' || !answer.isStreamed) return writeText(response, text, answer);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const word of text.split(/(?<= )/)) {
    await delay(reply.wordMs);
    if (response.destroyed) return;
    response.write(frame(answer, { content: word }, null));
  }
  if (reply.isHeld) return;
  response.end(`${frame(answer, {}, 'stop')}data: [DONE]\n\n`);
}

const SCRIPTED_ERROR = JSON.stringify({ error: { message: 'scripted', type: 'scripted', code: null } });

function writeStatus(
  response: ServerResponse,
  { status, retryAfter, body = SCRIPTED_ERROR }: Extract<Reply, { kind: 'status' }>,
): void {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

async function writeUnfinished(
  response: ServerResponse,
  kind: 'hang-midway' | 'reset-midway' | 'endless',
  answer: Answer,
): Promise<void> {
  const type = answer.isStreamed ? 'text/event-stream' : 'application/json';
  response.writeHead(200, { 'content-type': type });
  const opening = JSON.stringify({ ...head(answer, 'chat.completion'), choices: [] }).slice(0, -2);
  if (!answer.isStreamed) response.write(`${opening}{"index":0,"message":{"role":"assistant","content":"`);
  response.write(piece(answer));
  if (kind === 'reset-midway') response.destroy();
  if (kind !== 'endless') return;
  // The only way out is the caller closing the connection, which pipeline reports as an error.
  await pipeline(Readable.from(forever(piece(answer).repeat(200))), response).catch(() => undefined);
}

function piece(answer: Answer): string {
  return answer.isStreamed ? frame(answer, { content: 'and on ' }, null) : 'and on ';
}

function* forever(text: string): Generator<string> {
  for (;;) yield text;
}
