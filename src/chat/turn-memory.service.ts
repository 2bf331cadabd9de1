import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { isHidden, type TailMessage } from '../conversation/message-tail.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import { foldThrough, type Remembered } from '../memory/summary.js';
import { SummaryFolding } from '../memory/summary-folding.service.js';
import type { OpenTurn, StoredAnswer, TurnOutcome } from './turn-line.js';

/** How a turn ended, and what the agent was told before it; `tail` is null where nobody read it. */
interface RememberedEnd {
  readonly outcome: TurnOutcome;
  readonly tail: Remembered | null;
}

/** What is remembered of a turn that has ended. */
@Injectable()
export class TurnMemory {
  constructor(
    private readonly memory: ConversationMemory,
    private readonly folding: SummaryFolding,
    private readonly settings: Settings,
  ) {}

  /** What is to be cached; null where nothing is known of what came before, or it is too long. */
  entryAfter(turn: OpenTurn, { outcome, tail }: RememberedEnd): MemoryEntry | null {
    if (!tail) return null;
    const answeredTurnNo = outcome.state === 'answered' ? turn.turnNo : turn.answeredTurnNo;
    const version = { lastTurnNo: turn.turnNo, answeredTurnNo, revision: turn.revision };
    return this.memory.entryOf(turn, version, withTurn(tail, turn, outcome));
  }

  /** Has what is about to leave the window folded into the summary, in the background, if it is time. */
  foldAfter(turn: OpenTurn, { outcome, tail }: RememberedEnd): void {
    if (!tail) return;
    const told = withTurn(tail, turn, outcome);
    const throughSeq = foldThrough(told, turn.turnNo, this.settings.chat.memorySize);
    const { conversationId, owner, revision } = turn;
    if (throughSeq !== null) this.folding.ask({ conversationId, owner, revision, throughSeq });
  }
}

/** What the next question will find before it. */
function withTurn({ summary, messages }: Remembered, turn: OpenTurn, outcome: TurnOutcome): Remembered {
  const answer = outcome.state === 'answered' ? outcome.answer : null;
  return { summary, messages: [...messages, ...said(turn, answer)] };
}

/** What the turn adds to the tail: nothing if it was blocked, the question alone if it got no answer. */
function said(turn: OpenTurn, answer: StoredAnswer | null): TailMessage[] {
  if (answer && isHidden(answer.metadata)) return [];
  const question: TailMessage = { seq: 2 * turn.turnNo - 1, role: 'user', content: turn.question };
  if (!answer) return [question];
  const { content, toolCalls, toolResults } = answer;
  const tools = toolCalls && { toolCalls, toolResults: toolResults ?? [] };
  return [question, { seq: 2 * turn.turnNo, role: 'assistant', content, ...tools }];
}
