import { createHash } from 'node:crypto';
import type { ChatBody } from './api.js';

/** Newest messages before the question that the agent is shown: more than a test of a minute writes. */
export const SHOWN_MESSAGES = 1000;

/** A conversation that a test's clients share. */
export interface SharedConversation {
  readonly id: string;
  readonly deviceId: string;
}

/** Whom a message is sent to: a conversation, or with null one that the message itself opens. */
export interface Addressee {
  readonly id: string | null;
  readonly deviceId: string;
}

/** One message of a client, from its first sending on. Times in ms of the monotonic clock. */
export class Operation<To extends Addressee = SharedConversation> {
  readonly startedAt = performance.now();
  /** When its first answer came; null until then. */
  endedAt: number | null = null;
  /** When a reply first said that it is stored, with its answer or without; null until then. */
  storedAt: number | null = null;
  /** Every 200 that it got, repetitions after the first one included. */
  readonly answers: ChatBody[] = [];
  /** Turns that any reply named, an answer or not. */
  readonly turnIds = new Set<string>();
  /** Every reply said that nothing was stored. */
  isRefused = false;

  constructor(
    readonly conversation: To,
    /** Unique over all operations, and the idempotency key besides. */
    readonly text: string,
  ) {}

  answeredWith(body: ChatBody): void {
    this.endedAt ??= performance.now();
    this.storedAs(body.metadata.turn_id);
    this.answers.push(body);
  }

  storedAs(turnId: string): void {
    this.storedAt ??= performance.now();
    this.turnIds.add(turnId);
  }

  /** What the message is known by however often it is sent. */
  get key(): string {
    return this.text.replaceAll(' ', '-');
  }
}

/**
 * What the agent of these tests answers: a fingerprint of everything that it was shown, the question last, so that each
 * answer is a read of the whole conversation. Two answers are equal only if both saw the same.
 */
export function prefixAnswer(shown: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(shown)).digest('hex');
  return `Saw ${shown.length} messages up to "${shown.at(-1) ?? ''}": ${digest}`;
}

/** An endless answer of the stand-in that was cut: it tells nothing of what was shown. */
export const isCutShort = (answer: string): boolean => answer.startsWith('and on and on ');

/** Numbers from 0 up to 1, the same for the same seed. Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** PARLEY_FAULT_SEED, or a new one for every run. */
export function faultSeed(): number {
  const given = process.env.PARLEY_FAULT_SEED;
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}

/** One of the list. */
export function pick<T>(list: readonly T[], random: () => number): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}
