import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestByHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { TOO_LATE } from './graph-failure.js';
import { type BoundedText, readMessage } from '../agent/bounded-body.js';

/** More than any answer of the Graph API. */
const MAX_ANSWER_BYTES = 1_048_576;

/** One that nobody has used for a while is closed before the other side does that, at the moment at which we write. */
const CONNECTIONS = { keepAlive: true, timeout: 4000 };

/** A call that is to be made. */
export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** For the whole call, in ms. */
  readonly timeoutMs: number;
  /** Asked on a connected socket, in the same tick as the bytes are written; false: nothing is. */
  readonly mayWrite: () => boolean;
}

/** What became of a call. `unread`: bytes were written, and no answer came; `unwritten`: none were. */
export type GraphReply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** Undefined: not JSON. */
      readonly body: unknown;
    }
  | { readonly kind: 'unread'; readonly code: string }
  | { readonly kind: 'unwritten'; readonly code: string };

/** Calls the Graph API over connections that are kept open. Not `fetch`: it does not tell when it writes. */
export class GraphClient {
  private readonly http = new HttpAgent(CONNECTIONS);
  private readonly https = new HttpsAgent(CONNECTIONS);

  /** Never rejects. */
  async call(call: GraphCall): Promise<GraphReply> {
    const progress = { isWritten: false };
    try {
      const message = await this.exchange(call, progress);
      const { statusCode: status = 0, headers } = message;
      return {
        kind: 'answered',
        status,
        headers,
        body: parsed(await readMessage(message, MAX_ANSWER_BYTES)),
      };
    } catch (error) {
      return { kind: progress.isWritten ? 'unread' : 'unwritten', code: codeOf(error) };
    }
  }

  /** Ends the connections that nobody uses. */
  close(): void {
    this.http.destroy();
    this.https.destroy();
  }

  private exchange(call: GraphCall, progress: { isWritten: boolean }): Promise<IncomingMessage> {
    const { url, method, token, body, timeoutMs, mayWrite } = call;
    const json = body === null ? '' : JSON.stringify(body);
    const headers = {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      ...(body && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) }),
    };
    const isSecure = url.protocol === 'https:';
    const options = { ...urlToHttpOptions(url), method, headers, signal: AbortSignal.timeout(timeoutMs) };
    return new Promise((resolve, reject) => {
      const request = isSecure
        ? requestByHttps({ ...options, agent: this.https })
        : requestByHttp({ ...options, agent: this.http });
      const write = (): void => {
        if (!mayWrite())
          return void request.destroy(Object.assign(new Error('too late'), { code: TOO_LATE }));
        progress.isWritten = true;
        request.end(json);
      };
      request.on('error', reject).once('response', resolve);
      request.once('socket', (socket) => {
        if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', write);
        else write();
      });
    });
  }
}

/** Undefined: not JSON, or longer than any answer is. */
function parsed({ text, isCut }: BoundedText): unknown {
  if (isCut) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `ECONNREFUSED`, `TimeoutError` …: no text, which may hold an address. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && code !== 'ABORT_ERR' ? code : 'timeout';
}
