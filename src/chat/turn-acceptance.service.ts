import { Injectable } from '@nestjs/common';
import { ConversationNotFoundError } from '../conversation/conversation.errors.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import { currentRequest } from '../http/request-context.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { ConversationBusyError, IdempotencyKeyReusedError } from './chat.errors.js';
import {
  outcomeOf,
  type AcceptedTurn,
  type NewTurn,
  type OpenTurn,
  type TurnOutcome,
  type TurnRecord,
} from './turn-line.js';
import { TurnRepository } from './turn.repository.js';

/** How long an accept whose answer was lost is tried again; each try meets its own earlier commit, if there was one. */
const ACCEPT_PATIENCE_MS = 2000;

/** A message that is durable now, or was before. */
export interface Acceptance {
  readonly turnId: string;
  readonly conversationId: string;
  readonly userMessageId: string;
  /** The turn, claimed for us to run; null when somebody else has it, or nobody needs to. */
  readonly run: OpenTurn | null;
  /** How it ended, if it already has. */
  readonly outcome: TurnOutcome | null;
  /** True: an earlier request with the same key had brought it. */
  readonly isReplay: boolean;
}

/** Makes a message durable exactly once. */
@Injectable()
export class TurnAcceptance {
  constructor(
    private readonly turns: TurnRepository,
    private readonly conversations: ConversationService,
    private readonly events: TurnEvents,
  ) {}

  /**
   * Stores the message and its turn, or finds the turn that the same key brought before; `message_received` tells of
   * what was stored.
   * @throws ConversationNotFoundError, ConversationBusyError: nothing was stored
   * @throws IdempotencyKeyReusedError when the key stands for another request
   * @throws DatabaseUnavailableError: it may have been stored; the same key tells
   */
  async accept(turn: NewTurn): Promise<Acceptance> {
    const startedAt = performance.now();
    const accepted = await whileUnavailable(ACCEPT_PATIENCE_MS, () => this.turns.accept(turn));
    if (accepted === 'known') return this.again(turn);
    if (accepted) {
      this.tell(turn, accepted);
      return fresh(turn, accepted, performance.now() - startedAt);
    }
    if (turn.hasKey && (await this.find(turn))) return this.again(turn);
    if (turn.target !== 'primary') await this.conversations.requireOwned(turn.conversationId, turn.owner);
    throw new ConversationBusyError();
  }

  private find(turn: NewTurn): Promise<TurnRecord | null> {
    return whileUnavailable(ACCEPT_PATIENCE_MS, () => this.turns.findByKey(turn.dedupeScope, turn.dedupeKey));
  }

  /** The key is known: the same answer, the turn in work, another try of a failed one, or its stored failure. */
  private async again(turn: NewTurn): Promise<Acceptance> {
    const record = await this.find(turn);
    if (!record || record.state === 'erased' || !record.userMessageId) throw new ConversationNotFoundError();
    if (!record.fingerprint.equals(turn.fingerprint)) throw new IdempotencyKeyReusedError();
    const { turnId, conversationId, userMessageId } = record;
    const run = await this.runOf(turn, record);
    if (record.canReopen && !run) return this.again(turn); // Another retry was faster: see what became of it.
    const outcome = run ? null : outcomeOf(record);
    const isOurs = turnId === turn.turnId; // An earlier try of this accept had committed.
    if (isOurs) this.tell(turn, { conversationId, platform: run?.platform ?? turn.platform });
    return { turnId, conversationId, userMessageId, run, outcome, isReplay: !run && !isOurs };
  }

  private tell({ owner }: NewTurn, stored: Pick<OpenTurn, 'conversationId' | 'platform'>): void {
    const { conversationId, platform } = stored;
    const requestId = currentRequest()?.requestId ?? null;
    this.events.publish({
      type: 'message_received',
      requestId,
      conversationId,
      platform,
      owner,
      latencyMs: null,
    });
  }

  private async runOf(turn: NewTurn, record: TurnRecord): Promise<OpenTurn | null> {
    const { conversationId, turnNo } = record;
    const isOurs = record.leaseOwner === turn.runToken;
    const hold = record.canReopen ? await this.turns.reopen(record, turn.runToken) : null;
    const leaseEpoch = hold?.leaseEpoch ?? (isOurs ? record.heldEpoch : null);
    return leaseEpoch === null ? null : this.turns.readTurn({ conversationId, turnNo, leaseEpoch });
  }
}

function fresh(turn: NewTurn, accepted: AcceptedTurn, queueMs: number): Acceptance {
  const { conversationId } = accepted;
  const { turnId, messageId, owner, content, callerLanguage } = turn;
  const run: OpenTurn = {
    ...accepted,
    owner,
    turnId,
    userMessageId: messageId,
    question: content,
    callerLanguage,
    tail: accepted.isTailCurrent ? accepted.tail : null,
    queueMs,
  };
  return {
    turnId,
    conversationId,
    userMessageId: messageId,
    run: accepted.isClaimed ? run : null,
    outcome: null,
    isReplay: false,
  };
}
