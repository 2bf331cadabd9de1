import { Injectable } from '@nestjs/common';
import { isHidden, type TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { turnEvents } from './turn-event-list.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';
import { TurnSettlement } from './turn-settlement.service.js';
import { TurnSignals } from './turn-signals.service.js';

/** How a turn ended, as it is stored now. */
interface TurnEnd {
  readonly outcome: TurnOutcome;
  /** What the agent was told before the question; null where nobody read it. */
  readonly tail: readonly TailMessage[] | null;
  /** From the begin of the run to the stored end. */
  readonly runMs: number;
  /** The next turn of the line goes on under the same lease. */
  readonly more: boolean;
}

/** What follows a stored ending, all of it best effort: memory, wake-ups, events. */
@Injectable()
export class TurnAfterword {
  constructor(
    private readonly memory: ConversationMemory,
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
      memory: this.memoryOf(turn, end),
      runToken: end.more ? null : turn.runToken,
      isWatched,
    });
  }

  private memoryOf(turn: OpenTurn, { outcome, tail }: TurnEnd): MemoryEntry | null {
    if (!tail) return null;
    const answer = outcome.state === 'answered' ? outcome.answer : null;
    const answeredTurnNo = answer ? turn.turnNo : turn.answeredTurnNo;
    const version = { lastTurnNo: turn.turnNo, answeredTurnNo, revision: turn.revision };
    return this.memory.entryOf(turn, version, [...tail, ...said(turn, answer)]);
  }
}

/** What the turn adds to the tail: nothing if it was blocked, the question alone if it got no answer. */
function said(
  turn: OpenTurn,
  answer: { content: string; metadata: Readonly<Record<string, unknown>> } | null,
): TailMessage[] {
  if (answer && isHidden(answer.metadata)) return [];
  const question: TailMessage = { seq: 2 * turn.turnNo - 1, role: 'user', content: turn.question };
  return answer
    ? [question, { seq: 2 * turn.turnNo, role: 'assistant', content: answer.content }]
    : [question];
}
