import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { CHANNELS, Notifications } from '../database/notifications.js';
import type { TurnOutcome } from './turn-line.js';

/** Null: something happened to the turn, the database knows what. */
type Listener = (outcome: TurnOutcome | null) => void;

/**
 * Wakes whoever waits for a turn in this process, and knows for which turns another process waits: only those are told
 * of elsewhere, so that an uncontended turn costs no statement more. A lost signal costs a poll.
 */
@Injectable()
export class TurnSignals {
  private readonly listeners = new Map<string, Set<Listener>>();
  /** Turns that somebody waits for who doesn't run them. */
  private readonly watched = new Set<string>();
  private stopped = false;

  constructor(
    private readonly notifications: Notifications,
    private readonly settings: Settings,
  ) {
    notifications.on(CHANNELS.turnFinished, (turnId) => this.wake(turnId, null));
    notifications.on(CHANNELS.turnWatched, (turnId) => this.noteWatched(turnId));
  }

  /** Calls `listener` at every sign of the turn's end until the returned function is called. */
  subscribe(turnId: string, listener: Listener): () => void {
    const listeners = this.listeners.get(turnId) ?? new Set();
    this.listeners.set(turnId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.listeners.delete(turnId);
    };
  }

  /** Tells every process that somebody here waits for a turn which another one may run. */
  async watch(turnId: string): Promise<void> {
    await this.notifications.send(CHANNELS.turnWatched, turnId);
  }

  /** The turn has ended; to be called after the commit. True: another process waits for it and is to be told. */
  announce(turnId: string, outcome: TurnOutcome): boolean {
    this.wake(turnId, outcome);
    return this.watched.delete(turnId);
  }

  /** True: nobody is to wait here any more. */
  get isStopped(): boolean {
    return this.stopped;
  }

  /** Wakes everybody, so that they see that we stop. */
  stop(): void {
    this.stopped = true;
    for (const turnId of this.listeners.keys()) this.wake(turnId, null);
  }

  private wake(turnId: string, outcome: TurnOutcome | null): void {
    for (const listener of [...(this.listeners.get(turnId) ?? [])]) listener(outcome);
  }

  private noteWatched(turnId: string): void {
    this.watched.add(turnId);
    setTimeout(() => this.watched.delete(turnId), this.settings.chat.turnWaitTimeoutMs).unref();
  }
}
