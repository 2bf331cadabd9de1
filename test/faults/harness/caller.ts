import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ERROR_CODES } from '../../../src/errors/error-codes.js';
import { type Answer, ApiClient, type Call, type ChatBody } from '../../support/api.js';
import type { TurnBody } from '../../support/api-bodies.js';
import type { Operation } from '../../support/history.js';
import { type ChatCall, type Outcome, sendMessage } from '../../support/history-request.js';
import type { Ledger } from './ledger.js';
import { doorOf, type Room } from './rooms.js';

/** Longest time a caller goes on with one thing, and his pause between two tries, in ms. */
const PATIENCE_MS = 45_000;
const RETRY_MS = { least: 20, most: 150 };
/** How often he takes a stored failure for an answer. */
const MOST_FAILURES = 6;
/** Statuses that nobody may see whose request is sound and whose conversation is there. */
const NEVER = [400, 401, 403, 405, 408, 413, 414, 415, 422, 429, 431, 500, 501];

const errorSchema = z.looseObject({ error: z.enum(ERROR_CODES), turn_id: z.string().optional() });

export type Address = (not?: string) => string;

/** Asks the replicas, and writes down what they say. */
export class Caller {
  constructor(
    readonly address: Address,
    readonly ledger: Ledger,
    readonly random: () => number,
  ) {}

  /** Sends the message once, to a replica that is ready unless told to whom. */
  async send(operation: Operation<Room>, call: Partial<Omit<ChatCall, 'path'>> = {}): Promise<Outcome> {
    const sentAt = performance.now();
    const { prefix, headers, named } = doorOf(operation.conversation);
    const { outcome, answer } = await sendMessage<unknown>(operation, {
      url: call.url ?? this.address(),
      path: `${prefix}/chat`,
      body: { ...named, ...call.body },
      headers: { ...headers, ...call.headers },
    });
    this.ledger.note(outcome);
    if (outcome === 'garbled') this.ledger.scandals.push(`garbled: the answer to "${operation.text}"`);
    if (answer) this.hear(operation, answer);
    if (outcome === 200) this.ledger.noteLatency(performance.now() - sentAt);
    return outcome;
  }

  /** Sends it again and again, to whoever is ready, until it is answered, failed for good, or its room is gone. */
  async insist(operation: Operation<Room>, firstUrl = this.address()): Promise<void> {
    let url = firstUrl;
    for (let failures = 0; failures < MOST_FAILURES;) {
      const outcome = await this.send(operation, { url });
      const isLate = performance.now() - operation.startedAt > PATIENCE_MS;
      if (outcome === 200 || outcome === 404 || isLate) return;
      if (outcome === 502 || outcome === 504) failures += 1;
      await this.breathe();
      url = this.address(url);
    }
  }

  /** Any other request of whoever is in the room; null: no answer that could be read. */
  async ask<Body>(
    room: Room,
    path: string,
    call: Call & { url?: string } = {},
  ): Promise<Answer<Body> | null> {
    const { prefix, headers } = doorOf(room);
    const client = new ApiClient(call.url ?? this.address());
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await client
      .call<Body>(`${prefix}${path}`, { ...call, headers, signal })
      .catch(() => null);
    this.ledger.note(answer?.status ?? 'cut');
    return answer;
  }

  async breathe(): Promise<void> {
    await delay(RETRY_MS.least + this.random() * (RETRY_MS.most - RETRY_MS.least));
  }

  private hear(operation: Operation<Room>, { status, headers, body }: Answer<unknown>): void {
    if (status === 200) return operation.answeredWith(chatBody(body));
    if (status === 202) return operation.storedAs(turnBody(body).id);
    const failure = errorSchema.safeParse(body);
    if (!failure.success) return this.scandal(operation, `${status} without a known code`);
    if (failure.data.turn_id !== undefined) operation.storedAs(failure.data.turn_id);
    const isGone = status === 404 && !this.ledger.isErased(operation.conversation);
    if (isGone || NEVER.includes(status)) this.scandal(operation, `${status} ${failure.data.error}`);
    if (status === 409) operation.isRefused = operation.turnIds.size === 0;
    if (status === 503 && !/^\d+$/.test(headers.get('retry-after') ?? ''))
      this.scandal(operation, '503 without Retry-After');
  }

  private scandal({ text }: Operation<Room>, what: string): void {
    this.ledger.scandals.push(`scandal: "${text}" got ${what}`);
  }
}

const chatBody = (body: unknown): ChatBody => z.custom<ChatBody>().parse(body);
const turnBody = (body: unknown): TurnBody => z.custom<TurnBody>().parse(body);
