/** Channels over which replicas wake each other; the payload is one id. A lost one costs a poll, never an answer. */
export const CHANNELS = {
  /** A turn that another replica waits for has ended: turn id. */
  turnFinished: 'parley_turn_finished',
  /** Somebody waits for a turn that it doesn't run itself: turn id. */
  turnWatched: 'parley_turn_watched',
  /** The owner of a turn wants it to end: turn id. */
  turnCancelled: 'parley_turn_cancelled',
  /** A conversation has a turn that nobody runs: conversation id. */
  workWaiting: 'parley_work_waiting',
  /** A conversation was erased: conversation id. */
  conversationErased: 'parley_conversation_erased',
} as const;
export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];

/** How replicas wake each other. */
export abstract class Notifications {
  /** Calls `handler` with every payload on the channel from now on. */
  abstract on(channel: Channel, handler: (payload: string) => void): void;

  /** Calls `handler` whenever a connection is back: whatever was sent meanwhile was not heard. */
  abstract onGap(handler: () => void): void;

  /** Best effort: a failure is logged and swallowed, since every listener polls besides. */
  abstract send(channel: Channel, payload: string): Promise<void>;
}
