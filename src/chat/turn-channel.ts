import type { Platform } from '../conversation/platform.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';

/** Something that is sent when a turn has ended; it is stored with the ending, in the order of the list. */
export interface Delivery {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a platform that nobody waits on for an answer makes of its turns: the answer has to be brought. */
export abstract class TurnChannel {
  abstract readonly platform: Platform;

  /** The turn begins to run; what it gives back is called when the run is over. Neither must throw. */
  abstract begun(turn: OpenTurn): () => void;

  /** An answer that the agent is not needed for, and is never told of; null: ask it. */
  abstract replyTo(turn: OpenTurn): string | null;

  /** Longest run of the turn, in ms; null: as long as the agent may take. */
  abstract runWithinMs(turn: OpenTurn): number | null;

  /** Pause, in ms, before a turn that has just failed is tried again; null: it has failed for good. */
  abstract retryAfterMs(turn: OpenTurn): number | null;

  /** What to send; called once for each ending that is to be stored. */
  abstract deliveriesOf(turn: OpenTurn, outcome: TurnOutcome): readonly Delivery[];

  /** They are stored now. Must not throw. */
  abstract stored(deliveries: readonly Delivery[]): void;
}
