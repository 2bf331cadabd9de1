import { Injectable } from '@nestjs/common';
import { CHANNELS, NotificationsClient } from '../database/notifications.client.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { turnEvents } from './turn-event-list.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';
import { TurnSignals } from './turn-signals.service.js';

/** How a turn ended, as it is stored now. */
interface TurnEnd {
  readonly outcome: TurnOutcome;
  /** What the agent was told before the question; null where nobody read it. */
  readonly tail: readonly TailMessage[] | null;
  /** From the begin of the run to the stored end. */
  readonly runMs: number;
}

/** What follows a stored ending, all of it best effort: memory, wake-ups, events. */
@Injectable()
export class TurnAfterword {
  constructor(
    private readonly memory: ConversationMemory,
    private readonly signals: TurnSignals,
    private readonly notifications: NotificationsClient,
    private readonly events: TurnEvents,
  ) {}

  /** Wakes who waits, tells the world, and remembers what was said. */
  async tell(turn: OpenTurn, end: TurnEnd): Promise<void> {
    this.signals.announce(turn.turnId, end.outcome);
    for (const event of turnEvents(turn, end)) this.events.publish(event);
    await this.remember(turn, end);
  }

  /** Tells the other replicas that this line waits for somebody. */
  async offer(conversationId: string): Promise<void> {
    await this.notifications.send(CHANNELS.workWaiting, conversationId);
  }

  private async remember(turn: OpenTurn, { outcome, tail }: TurnEnd): Promise<void> {
    if (!tail) return this.memory.forget(turn.conversationId);
    const answer = outcome.state === 'answered' ? outcome.answer : null;
    const answeredTurnNo = answer ? turn.turnNo : turn.answeredTurnNo;
    const version = { lastTurnNo: turn.turnNo, answeredTurnNo, revision: turn.revision };
    await this.memory.remember(turn, version, [...tail, ...said(turn, answer)]);
  }
}

/** What the turn adds to the tail: nothing if it was blocked, the question alone if it got no answer. */
function said(
  turn: OpenTurn,
  answer: { content: string; metadata: Readonly<Record<string, unknown>> } | null,
): TailMessage[] {
  if (answer?.metadata['intent'] === 'blocked') return [];
  const question: TailMessage = { seq: 2 * turn.turnNo - 1, role: 'user', content: turn.question };
  return answer
    ? [question, { seq: 2 * turn.turnNo, role: 'assistant', content: answer.content }]
    : [question];
}
