import type { Operation } from '../../support/history.js';
import type { Outcome } from '../../support/history-request.js';
import type { Room } from './rooms.js';

/** What callers know of an erasure. Times in ms of the monotonic clock. */
export interface Erasure {
  readonly room: Room;
  readonly askedAt: number;
  /** When a reply said that it is done; null: none did. */
  doneAt: number | null;
}

/** Everything that callers have seen. */
export class Ledger {
  readonly operations: Operation<Room>[] = [];
  readonly erasures: Erasure[] = [];
  /** What no caller may ever see, one sentence each. */
  readonly scandals: string[] = [];
  /** Time from sending to the answer of messages that were answered at once, in ms, by the name of the phase. */
  readonly latencies = new Map<string, number[]>();
  phase = 'calm';
  /** Requests that were to fail, and did. */
  meantToFail = 0;
  private readonly outcomes = new Map<Outcome, number>();

  note(outcome: Outcome): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  noteLatency(ms: number): void {
    const known = this.latencies.get(this.phase) ?? [];
    this.latencies.set(this.phase, known);
    known.push(ms);
  }

  /** Somebody has asked to erase it, whatever came of that. */
  isErased(room: Room): boolean {
    return this.erasures.some(({ room: { tag } }) => tag === room.tag);
  }

  /** Requests that came to one of these. */
  count(isOne: (outcome: Outcome) => boolean): number {
    return [...this.outcomes].reduce((sum, [outcome, count]) => (isOne(outcome) ? sum + count : sum), 0);
  }

  /** Requests that were answered with 200. */
  get answered(): number {
    return this.outcomes.get(200) ?? 0;
  }

  /** Messages that a reply acknowledged. */
  get acknowledged(): number {
    return this.operations.filter(({ storedAt }) => storedAt !== null).length;
  }

  /** Outcomes as `200: 40, cut: 3`. */
  get summary(): string {
    return [...this.outcomes].map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
  }
}
