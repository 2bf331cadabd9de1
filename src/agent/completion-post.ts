import { type IncomingMessage, request as requestByHttp, type RequestOptions } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { types } from 'node:util';
import { APIConnectionError, APIError } from 'openai/error';
import { type BoundedText, readMessage } from './bounded-body.js';
import { refusalIn } from './refusal.js';

/** An answer's JSON besides the answer: usage, reasoning, what endpoints add. */
export const ENVELOPE_BYTES = 1_048_576;

/** What to post, and how much of the answer to read. */
export interface CompletionPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Aborts the exchange and closes its connection. */
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

/** Where completions are asked for, taken apart once. */
export interface CompletionEndpoint {
  readonly request: typeof requestByHttp;
  readonly options: RequestOptions;
}

export const completionEndpoint = (url: URL): CompletionEndpoint => ({
  request: url.protocol === 'https:' ? requestByHttps : requestByHttp,
  options: { ...urlToHttpOptions(url), method: 'POST' },
});

/**
 * Posts JSON over connections that are kept open, and reads the answer up to a limit. Neither the openai client nor
 * `fetch`: with their streams and copies of headers they took 0.46 ms of CPU per turn where this takes 0.09, the price of
 * both statements of a turn. Follows no redirect.
 * @throws the openai client's errors: APIError for a refusal, APIConnectionError where the connection failed or broke
 */
export async function postCompletion(
  endpoint: CompletionEndpoint,
  post: CompletionPost,
): Promise<BoundedText> {
  const { answer, body } = await exchange(endpoint, post).catch((error: unknown) => {
    throw new APIConnectionError({ cause: types.isNativeError(error) ? error : undefined });
  });
  const { statusCode: status = 0, headers } = answer;
  if (status >= 200 && status < 300) return body;
  const retryAfter = headers['retry-after'];
  throw APIError.generate(
    status,
    refusalIn(body.text),
    undefined,
    new Headers(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
  );
}

async function exchange(
  endpoint: CompletionEndpoint,
  post: CompletionPost,
): Promise<{ answer: IncomingMessage; body: BoundedText }> {
  const answer = await answerTo(endpoint, post);
  return { answer, body: await readMessage(answer, post.maxBytes) };
}

function answerTo(
  endpoint: CompletionEndpoint,
  { headers, body, signal }: CompletionPost,
): Promise<IncomingMessage> {
  const json = JSON.stringify(body);
  const length = Buffer.byteLength(json);
  const options = { ...endpoint.options, headers: { ...HEADERS, ...headers, 'Content-Length': length } };
  return new Promise((resolve, reject) => {
    const request = endpoint.request(options);
    const abort = (): void => void request.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', abort));
    request.on('error', reject).once('response', resolve).end(json);
  });
}

const HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'Content-Type': 'application/json',
};
