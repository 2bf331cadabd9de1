import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Answer } from './stand-in-frames.js';
import { type ChosenReply, type Reply, writeReply } from './stand-in-replies.js';

const bodySchema = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: z
        .string()
        .nullable()
        .transform((content) => content ?? ''),
    }),
  ),
});
export type ChatBody = z.infer<typeof bodySchema>;

/** What the stand-in makes of a conversation, unless a test says otherwise. */
const SUMMARY = 'They talked.';

/** A request as it came in, in order of arrival. */
export class StandInRequest {
  /** True when the caller closed the connection before the answer was whole. */
  isAborted = false;

  constructor(
    readonly body: ChatBody,
    readonly headers: IncomingMessage['headers'],
    /** Resolves when the exchange is over, answered or aborted. */
    readonly closed: Promise<void>,
  ) {}

  /** The `X-Parley-Summary` header: the conversation that is to be summarized; empty where a turn is to be answered. */
  get summarized(): string {
    return String(this.headers['x-parley-summary'] ?? '');
  }

  /** The `X-Parley-Conversation` header: names the conversation, means nothing to a real endpoint. */
  get conversationId(): string {
    return String(this.headers['x-parley-conversation'] ?? '');
  }
}

/**
 * A model behind the OpenAI chat-completions protocol, over real HTTP on a free port.
 * Replies by `script` first (one reply per request), then by `mode`.
 */
export class OpenAiStandIn {
  mode: Reply | ChosenReply = { kind: 'echo' };
  /** Replies to requests for a summary, which `script`, `requests` and the counters know nothing of. */
  summaryMode: Reply | ChosenReply = { kind: 'text', text: SUMMARY };
  /** Time before every reply, in ms. */
  delayMs = 0;
  readonly requests: StandInRequest[] = [];
  readonly summaries: StandInRequest[] = [];
  private readonly queue: Reply[] = [];
  private readonly inFlightOf = new Map<string, number>();
  private readonly maxInFlightOf = new Map<string, number>();
  private released = Promise.withResolvers<void>();
  private arrived = Promise.withResolvers<void>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.serve(request, response).catch((error: unknown) => response.destroy(toError(error)));
    });
  }

  static async start(): Promise<OpenAiStandIn> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OpenAiStandIn(server);
  }

  /** What AGENT_BASE_URL takes. */
  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the stand-in does not listen');
    return `http://127.0.0.1:${address.port}/v1`;
  }

  /** Replies to the next requests, one each, before `mode` holds again. */
  script(...replies: Reply[]): void {
    this.queue.push(...replies);
  }

  /** Lets every `slow` reply go, those that wait and those to come. */
  release(): void {
    this.released.resolve();
  }

  /** Waits until `count` requests have arrived, and returns the last of them. */
  async arrival(count: number): Promise<StandInRequest> {
    for (;;) {
      const request = this.requests[count - 1];
      if (request) return request;
      await this.arrived.promise;
    }
  }

  /** Requests being answered now, of one conversation or of all. */
  inFlight(conversationId?: string): number {
    if (conversationId !== undefined) return this.inFlightOf.get(conversationId) ?? 0;
    return [...this.inFlightOf.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Most requests of one conversation that were ever answered at once; of the worst one when none is named. */
  maxInFlight(conversationId?: string): number {
    if (conversationId !== undefined) return this.maxInFlightOf.get(conversationId) ?? 0;
    return Math.max(0, ...this.maxInFlightOf.values());
  }

  /** Forgets everything: requests, script, mode, counters, and holds `slow` replies again. */
  reset(): void {
    this.mode = { kind: 'echo' };
    this.summaryMode = { kind: 'text', text: SUMMARY };
    this.delayMs = 0;
    this.requests.length = 0;
    this.summaries.length = 0;
    this.queue.length = 0;
    this.maxInFlightOf.clear();
    this.released = Promise.withResolvers<void>();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    const body = bodySchema.parse(JSON.parse(await text(incoming)));
    const request = this.record(body, incoming, response);
    const reply = await this.replyTo(request);
    if (this.delayMs > 0) await delay(this.delayMs);
    if (reply.kind === 'slow') await Promise.race([this.released.promise, request.closed]);
    if (!request.isAborted) await writeReply(response, reply, answerFor(body));
  }

  private async replyTo({ body, summarized }: StandInRequest): Promise<Reply> {
    const scripted = summarized === '' ? this.queue.shift() : undefined;
    if (scripted) return scripted;
    const mode = summarized === '' ? this.mode : this.summaryMode;
    return mode.kind === 'chosen' ? mode.choose(answerFor(body)) : mode;
  }

  private record(body: ChatBody, incoming: IncomingMessage, response: ServerResponse): StandInRequest {
    const closed = Promise.withResolvers<void>();
    const request = new StandInRequest(body, incoming.headers, closed.promise);
    if (request.summarized !== '') return this.recordSummary(request, response, closed.resolve);
    const id = request.conversationId;
    const count = this.inFlight(id) + 1;
    this.inFlightOf.set(id, count);
    this.maxInFlightOf.set(id, Math.max(this.maxInFlight(id), count));
    response.once('close', () => {
      request.isAborted = !response.writableFinished;
      this.inFlightOf.set(id, this.inFlight(id) - 1);
      closed.resolve();
    });
    this.requests.push(request);
    this.arrived.resolve();
    this.arrived = Promise.withResolvers<void>();
    return request;
  }

  private recordSummary(
    request: StandInRequest,
    response: ServerResponse,
    closed: () => void,
  ): StandInRequest {
    response.once('close', () => {
      request.isAborted = !response.writableFinished;
      closed();
    });
    this.summaries.push(request);
    return request;
  }
}

function answerFor(body: ChatBody): Answer {
  const shown = body.messages.filter((message) => message.role !== 'system').map(({ content }) => content);
  return { model: body.model, isStreamed: body.stream === true, shown };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
