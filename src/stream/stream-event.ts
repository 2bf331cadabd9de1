/** What a turn tells while it runs. How it ended is told by the turn itself. */
export const LOGGED_EVENTS = [
  'turn.created',
  'turn.started',
  'turn.restarted',
  'message.delta',
  'tool.started',
  'tool.completed',
  'sources',
] as const;
export type LoggedEventType = (typeof LOGGED_EVENTS)[number];

/** What a stream ends with, each once. */
export type LastEventType = 'message.completed' | 'turn.completed' | 'turn.failed' | 'turn.cancelled';

/** One frame of a stream. Ids of a turn rise strictly, over all of its runs. */
export interface StreamEvent {
  readonly id: number;
  readonly type: LoggedEventType | LastEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** More events than a run can have. */
const RUN_EVENTS = 2 ** 20;

/**
 * The id of a run's event. Every run has a lease epoch of its own, higher than those before, so that no two processes have to
 * agree on a number. `place`: 0 is the turn's creation, the last two are its end.
 */
export const eventId = (leaseEpoch: number, place: number): number => leaseEpoch * RUN_EVENTS + place;

/** True: told by a run, hence after the turn's creation. */
export const isOfRun = (id: number): boolean => id % RUN_EVENTS > 0;

/** Places of a run's last events, from 1. */
export const PLACES = { answer: RUN_EVENTS - 2, end: RUN_EVENTS - 1 } as const;
