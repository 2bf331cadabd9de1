import { Injectable } from '@nestjs/common';
import type { Remembered } from '../memory/summary.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { turnEvents } from './turn-event-list.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';
import { TurnMemory } from './turn-memory.service.js';
import { TurnSettlement } from './turn-settlement.service.js';
import { TurnSignals } from './turn-signals.service.js';

/** How a turn ended, as it is stored now. */
interface TurnEnd {
  readonly outcome: TurnOutcome;
  /** What the agent was told before the question; null where nobody read it. */
  readonly tail: Remembered | null;
  /** From the begin of the run to the stored end. */
  readonly runMs: number;
  /** The next turn of the line goes on under the same lease. */
  readonly more: boolean;
}

/** What follows a stored ending, all of it best effort: memory, wake-ups, events. */
@Injectable()
export class TurnAfterword {
  constructor(
    private readonly memory: TurnMemory,
    private readonly signals: TurnSignals,
    private readonly settlement: TurnSettlement,
    private readonly events: TurnEvents,
  ) {}

  /** Wakes who waits, tells the world, and remembers what was said. */
  async tell(turn: OpenTurn, end: TurnEnd): Promise<void> {
    const isWatched = this.signals.announce(turn.turnId, end.outcome);
    for (const event of turnEvents(turn, end)) this.events.publish(event);
    await this.settlement.settle({
      conversationId: turn.conversationId,
      turnId: turn.turnId,
      memory: this.memory.entryAfter(turn, end),
      runToken: end.more ? null : turn.runToken,
      isWatched,
    });
    this.memory.foldAfter(turn, end);
  }
}
