import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './caller.js';
import { eraseSomething } from './erasing.js';
import { begin, say } from './habits.js';
import { Hall, openEmpty } from './hall.js';
import { FAILS_ONCE } from './agent.js';

const HALLS = 5;
/** Callers that talk in the same room at the same time. */
const TALKERS_PER_HALL = 2;
/** Longest pauses between two things that somebody does, in ms. */
const TALKER_PAUSE_MS = 250;
const RETRIER_PAUSE_MS = 1500;
const ERASER_PAUSE_MS = 800;

/** Everybody who calls: those who talk, one who asks again what failed, and one who erases. */
export class Crowd {
  private isOver = false;
  /** Rejects when one of them could not go on. */
  readonly callers: Promise<unknown>;

  constructor(private readonly caller: Caller) {
    const halls = Array.from({ length: HALLS * TALKERS_PER_HALL }, (_, index) => index % HALLS);
    const places = Array.from({ length: HALLS }, () => new Hall(caller));
    this.callers = Promise.all([
      ...halls.map((index) => this.keep(TALKER_PAUSE_MS, () => this.talkIn(places[index]))),
      this.keep(RETRIER_PAUSE_MS, () => retryFailure(caller)),
      this.keep(ERASER_PAUSE_MS, () => eraseSomething(caller)),
    ]);
  }

  /** Lets them finish what they are at; comes back then. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.callers;
  }

  private async talkIn(hall: Hall | undefined): Promise<void> {
    if (hall) await say(this.caller, await hall.room());
  }

  private async keep(pauseMs: number, act: () => Promise<void>): Promise<void> {
    while (!this.isOver) {
      await act();
      await delay(this.caller.random() * pauseMs);
    }
  }
}

/** A message whose turn fails and is opened again by its own key; `retryAt` gets the second try. */
export async function retryFailure(caller: Caller, retryAt?: string): Promise<void> {
  const room = await openEmpty(caller);
  const operation = begin(caller, room, FAILS_ONCE);
  if ((await caller.send(operation)) === 502) caller.ledger.meantToFail += 1;
  await caller.insist(operation, retryAt);
}
