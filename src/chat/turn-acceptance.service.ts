import { Injectable } from '@nestjs/common';
import { ConversationNotFoundError } from '../conversation/conversation.errors.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import { ConversationMemory } from '../memory/conversation-memory.service.js';
import { isOfVersion, type MemoryEntry } from '../memory/memory-entry.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import type { TurnTicket } from '../throttle/turn-ticket.js';
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
  /** True: somebody runs it now. */
  readonly isRunning: boolean;
  /** How it ended, if it already has. */
  readonly outcome: TurnOutcome | null;
  /** True: an earlier request with the same key had brought it. */
  readonly isReplay: boolean;
  /** The conversation's lease, whoever has it; null where the turn was stored before. */
  readonly leaseEpoch: number | null;
}

/** Makes a message durable exactly once. */
@Injectable()
export class TurnAcceptance {
  constructor(
    private readonly turns: TurnRepository,
    private readonly conversations: ConversationService,
    private readonly events: TurnEvents,
    private readonly memory: ConversationMemory,
  ) {}

  /**
   * Stores the message and its turn, or finds the turn that the same key brought before; `message_received` tells of
   * what was stored.
   * @throws ConversationNotFoundError, ConversationBusyError: nothing was stored
   * @throws IdempotencyKeyReusedError when the key stands for another request
   * @throws DatabaseUnavailableError: it may have been stored; the same key tells
   */
  async accept(asked: NewTurn, ticket: TurnTicket | null): Promise<Acceptance> {
    const startedAt = performance.now();
    const turn = { ...asked, remembered: await this.remembered(asked, ticket) };
    const accepted = await this.store(turn);
    if (accepted === 'known') return this.again(turn);
    if (accepted) {
      this.tell(turn, accepted);
      return fresh(turn, accepted, performance.now() - startedAt);
    }
    // Busy may be this very turn: an earlier request with its key, or an earlier try of this accept.
    if (await this.find(turn)) return this.again(turn);
    if (turn.target !== 'primary') await this.conversations.requireOwned(turn.conversationId, turn.owner);
    throw new ConversationBusyError();
  }

  /**
   * Stores a message that a channel has delivered; what was delivered before changes nothing, however its turn ended.
   * `run`: the turn, claimed for us to run; null when somebody else has it or nobody needs to.
   * @throws DatabaseUnavailableError: it may have been stored; another delivery tells
   */
  async receive(turn: NewTurn): Promise<{ run: OpenTurn | null; isNew: boolean }> {
    const startedAt = performance.now();
    const accepted = await this.store(turn);
    if (accepted !== 'known' && accepted !== null) {
      this.tell(turn, accepted);
      return { run: fresh(turn, accepted, performance.now() - startedAt).run, isNew: true };
    }
    const record = await this.find(turn);
    if (record?.turnId !== turn.turnId) return { run: null, isNew: false };
    const run = await this.runOf(turn, { ...record, canReopen: false });
    this.tell(turn, { ...record, platform: turn.platform });
    return { run, isNew: true }; // An earlier try of this accept had committed.
  }

  /** Only of a conversation that is named: of another one nothing is known yet. */
  private async remembered(turn: NewTurn, ticket: TurnTicket | null): Promise<MemoryEntry | null> {
    return turn.target === 'existing' ? this.memory.peek(turn, ticket?.memory) : null;
  }

  private store(turn: NewTurn): Promise<AcceptedTurn | 'known' | null> {
    return whileUnavailable(ACCEPT_PATIENCE_MS, () => this.turns.accept(turn));
  }

  private find(turn: NewTurn): Promise<TurnRecord | null> {
    return whileUnavailable(ACCEPT_PATIENCE_MS, () => this.turns.findByKey(turn.dedupeScope, turn.dedupeKey));
  }

  /** The key is known: the same answer, the turn in work, another try of a failed one, or its stored failure. */
  private async again(turn: NewTurn): Promise<Acceptance> {
    const record = await this.find(turn);
    const known = record && knownTurn(record);
    if (!known) throw new ConversationNotFoundError();
    if (!record.fingerprint.equals(turn.fingerprint)) throw new IdempotencyKeyReusedError();
    const run = await this.runOf(turn, record);
    if (record.canReopen && !run) return this.again(turn); // Another retry was faster: see what became of it.
    const isOurs = record.turnId === turn.turnId; // An earlier try of this accept had committed.
    if (isOurs) this.tell(turn, { ...record, platform: run?.platform ?? turn.platform });
    const isReplay = !run && !isOurs;
    return run ? { ...known, run, isRunning: true, outcome: null, isReplay } : { ...known, isReplay };
  }

  private tell({ owner, requestId }: NewTurn, stored: Pick<OpenTurn, 'conversationId' | 'platform'>): void {
    const { conversationId, platform } = stored;
    const facts = { requestId, conversationId, platform, owner, latencyMs: null };
    this.events.publish({ type: 'message_received', ...facts });
  }

  private async runOf(turn: NewTurn, record: TurnRecord): Promise<OpenTurn | null> {
    const { conversationId, turnNo } = record;
    const isOurs = record.leaseOwner === turn.runToken;
    const hold = record.canReopen ? await this.turns.reopen(record, turn.runToken) : null;
    const leaseEpoch = hold?.leaseEpoch ?? (isOurs ? record.heldEpoch : null);
    if (leaseEpoch === null) return null;
    const open = await this.turns.readTurn({ conversationId, turnNo, leaseEpoch });
    return open && { ...open, runToken: turn.runToken, requestId: turn.requestId };
  }
}

/** What is stored of a turn; null once its conversation is erased. */
function knownTurn(record: TurnRecord): Omit<Acceptance, 'isReplay'> | null {
  const { turnId, conversationId, userMessageId, isRunning, state } = record;
  if (state === 'erased' || userMessageId === null) return null;
  const ids = { turnId, conversationId, userMessageId };
  return { ...ids, run: null, isRunning, outcome: outcomeOf(record), leaseEpoch: null };
}

/** What is remembered if nothing has happened since, else what the accept read; no tail: neither is current. */
function toldOf({ remembered }: NewTurn, accepted: AcceptedTurn): Pick<OpenTurn, 'summary' | 'tail'> {
  if (!remembered) return accepted.isTailCurrent ? accepted : NOTHING;
  const version = { ...accepted, lastTurnNo: accepted.turnNo - 1 };
  return isOfVersion(remembered, version)
    ? { summary: remembered.summary, tail: remembered.messages }
    : NOTHING;
}

const NOTHING = { summary: null, tail: null };

function fresh(turn: NewTurn, accepted: AcceptedTurn, queueMs: number): Acceptance {
  const { conversationId } = accepted;
  const { turnId, messageId, owner, content, callerLanguage, requestId } = turn;
  const { summary, tail } = toldOf(turn, accepted);
  const run: OpenTurn = {
    ...accepted,
    owner,
    turnId,
    userMessageId: messageId,
    question: content,
    metadata: turn.metadata,
    failures: 0,
    callerLanguage,
    requestId,
    runToken: turn.runToken,
    summary,
    tail,
    queueMs,
    lastEventId: null,
    isCancelled: false,
  };
  return {
    turnId,
    conversationId,
    userMessageId: messageId,
    run: accepted.isClaimed ? run : null,
    isRunning: accepted.isClaimed,
    outcome: null,
    isReplay: false,
    leaseEpoch: accepted.leaseEpoch,
  };
}
