import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import type { Owner } from '../auth/owner.js';
import { TurnNotFoundError } from './chat.errors.js';
import { storedView, type TurnView } from './turn-view.js';
import type { StreamEvent } from '../stream/stream-event.js';
import { endEvents } from './turn-end-events.js';
import type { TurnRecord } from './turn-line.js';
import { type FollowOptions, TurnFollower } from './turn-follower.service.js';
import { TurnWaiter } from './turn-waiter.service.js';
import { TurnCancellations } from './turn-cancellations.service.js';
import { TurnRepository } from './turn.repository.js';

/** How long a turn may take to end, and how often whoever runs it is told, in ms. */
const CANCEL_MS = 10_000;
const AGAIN_MS = 1000;

/** Turns, for their owner to look at. */
@Injectable()
export class TurnService {
  constructor(
    private readonly turns: TurnRepository,
    private readonly follower: TurnFollower,
    private readonly waiter: TurnWaiter,
    private readonly cancellations: TurnCancellations,
  ) {}

  /**
   * What the turn tells after an event, up to its end; null: nothing more, it has ended and been told whole.
   * @throws TurnNotFoundError as `show`, before anything is told
   */
  async follow(
    turnId: string,
    owner: Owner,
    options: FollowOptions,
  ): Promise<AsyncGenerator<StreamEvent> | null> {
    const record = await this.find(turnId, owner);
    const ending = endEvents(record, options.after, options.language);
    const hasMore = ending?.some(({ id }) => id > options.after) ?? true;
    return hasMore ? this.follower.follow(turnId, options) : null;
  }

  /** @throws TurnNotFoundError when there is none, it is another's, or its conversation is erased */
  async show(turnId: string, owner: Owner): Promise<TurnView> {
    const view = storedView(await this.find(turnId, owner));
    if (!view) throw new TurnNotFoundError();
    return view;
  }

  /**
   * Ends the turn, wherever it runs or waits, with what has been said so far; one that has ended stays as it is. Comes back once
   * that is stored, or after 10 s with the turn as it stands then.
   * @throws TurnNotFoundError as `show`
   */
  async cancel(turnId: string, owner: Owner): Promise<TurnView> {
    await this.find(turnId, owner);
    const endsAt = performance.now() + CANCEL_MS;
    while ((await this.turns.requestCancel(turnId, owner)) && performance.now() < endsAt) {
      await this.cancellations.cancel(turnId);
      await this.waiter.wait(turnId, { endsAt: performance.now() + AGAIN_MS, isRunHere: false });
    }
    return this.show(turnId, owner);
  }

  private async find(turnId: string, owner: Owner): Promise<TurnRecord> {
    const record = isUuid(turnId) ? await this.turns.findOwned(turnId, owner) : null;
    if (!record) throw new TurnNotFoundError();
    return record;
  }
}
