import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatBody } from './api.js';
import { type Outcome, sendMessage } from './history-request.js';
import { Operation, pick, type SharedConversation } from './history.js';

/** Longest time a client goes on with one message. */
const PATIENCE_MS = 60_000;
const RETRY_MS = { least: 20, most: 150 };

export interface HistoryClientsOptions {
  readonly conversations: readonly SharedConversation[];
  readonly clients: number;
  readonly random: () => number;
  /** Base URL of the server to ask next; asked anew for every request. */
  readonly address: () => string;
  /** Part of the answered messages that are sent once more, 0 to 1. */
  readonly repeated?: number;
  /** Longest pause between two messages of a client, in ms. */
  readonly pauseMs?: number;
}

/** Clients that write into shared conversations, each message again and again with the same key until it is answered. */
export class HistoryClients {
  readonly operations: Operation[] = [];
  /** How often each outcome was met. */
  readonly outcomes = new Map<Outcome, number>();
  /** Answers 503 that do not say when to come back. */
  unexplained = 0;
  private readonly running: Promise<void>[];
  private isStopped = false;

  constructor(private readonly options: HistoryClientsOptions) {
    this.running = Array.from({ length: options.clients }, (_, index) => this.talk(index));
  }

  /** Begins no further message, and waits until those under way are answered or given up. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.running);
  }

  get answered(): number {
    return this.operations.filter(({ endedAt }) => endedAt !== null).length;
  }

  /** Outcomes as `200: 40, cut: 3`. */
  get summary(): string {
    return [...this.outcomes].map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
  }

  private async talk(index: number): Promise<void> {
    const { conversations, random, pauseMs = 20 } = this.options;
    const conversation = conversations[index % conversations.length] ?? pick(conversations, random);
    while (!this.isStopped) {
      const operation = new Operation(conversation, `message ${randomUUID()} of client ${index}`);
      this.operations.push(operation);
      await this.sendUntilAnswered(operation);
      if (random() < (this.options.repeated ?? 0.3)) await this.send(operation);
      await delay(random() * pauseMs);
    }
  }

  private async sendUntilAnswered(operation: Operation): Promise<void> {
    const { least, most } = RETRY_MS;
    for (;;) {
      await this.send(operation);
      if (operation.endedAt !== null || performance.now() - operation.startedAt > PATIENCE_MS) return;
      await delay(least + this.options.random() * (most - least));
    }
  }

  private async send(operation: Operation): Promise<void> {
    const { outcome, answer } = await sendMessage<ChatBody>(operation, { url: this.options.address() });
    if (answer?.status === 200) operation.answeredWith(answer.body);
    if (answer?.status === 503 && !/^\d+$/.test(answer.headers.get('retry-after') ?? ''))
      this.unexplained += 1;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}
