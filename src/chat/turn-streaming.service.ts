import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { StreamEvent } from '../stream/stream-event.js';
import { TurnStreams } from '../stream/turn-streams.service.js';
import { ChatService } from './chat.service.js';
import type { Acceptance } from './turn-acceptance.service.js';
import { type FollowOptions, TurnFollower } from './turn-follower.service.js';
import type { OpenTurn } from './turn-line.js';
import type { TurnRequest } from './turn-request.js';

/** Turns whose callers hear them while they run. */
@Injectable()
export class TurnStreaming {
  private readonly logger = new Logger(TurnStreaming.name);

  constructor(
    private readonly chat: ChatService,
    private readonly streams: TurnStreams,
    private readonly follower: TurnFollower,
  ) {}

  /**
   * Stores the message and has it answered, by whoever's turn it is, as a turn that tells what it does.
   * @throws as ChatService.takeTurn does where nothing was stored
   */
  async open(request: TurnRequest): Promise<{ accepted: Acceptance; created: StreamEvent | null }> {
    let created: StreamEvent | null = null;
    const accepted = await this.chat.open(request, async (stored) => {
      created = await this.create(stored);
      return withStream(stored.run, created);
    });
    return { accepted, created };
  }

  /** What the turn tells, from its creation on; see TurnFollower. */
  async *events(
    { turnId }: Acceptance,
    created: StreamEvent | null,
    options: Omit<FollowOptions, 'after'>,
  ): AsyncGenerator<StreamEvent> {
    await nextTurnOfTheLoop(); // A run that was begun here is known by then, and heard without a look into the log.
    yield* this.follower.follow(turnId, { ...options, after: created ? created.id - 1 : 0 });
  }

  /** Null: it was known before, or can't be told for now; it is answered all the same, and its end is told. */
  private async create({
    turnId,
    conversationId,
    userMessageId,
    ...stored
  }: Acceptance): Promise<StreamEvent | null> {
    const leaseEpoch = stored.run?.leaseEpoch ?? stored.leaseEpoch;
    if (leaseEpoch === null) return null;
    const data = { turn_id: turnId, conversation_id: conversationId, user_message_id: userMessageId };
    const run = { turnId, conversationId, leaseEpoch };
    if (stored.run) return this.streams.announce(run, data);
    return this.streams.create(run, data).catch((error: unknown) => {
      this.logger.warn(`Turn ${turnId} is not streamed: ${String(error)}`);
      return null;
    });
  }
}

const withStream = (run: OpenTurn | null, created: StreamEvent | null): OpenTurn | null =>
  run && created ? { ...run, lastEventId: Math.max(run.lastEventId ?? 0, created.id) } : run;
