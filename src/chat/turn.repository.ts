import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { Settings } from '../config/settings.js';
import { DatabaseClient, violates } from '../database/database.client.js';
import { Checkpoints } from '../observability/checkpoints.js';
import { acceptCall } from './accept-call.js';
import { CLAIM, EXPIRE_KEYS, HEARTBEAT, PUT_BACK, READ_TURN, REOPEN, SWEEP } from './lease-statements.js';
import { COMPLETE, COMPLETE_AND_SEND, FAIL, FAIL_AND_SEND } from './finish-statements.js';
import { storableJson } from '../database/storable-json.js';
import { answerValues } from './new-answer.js';
import type { Delivery } from './turn-channel.js';
import type { AcceptedTurn, NewAnswer, NewTurn, OpenTurn, TurnRecord } from './turn-line.js';
import { COUNT_OPEN, FIND_TURN, FIND_TURN_BY_KEY, findOwnedTurn, requestCancel } from './turn-queries.js';
import {
  toAccepted,
  toOpenTurn,
  toRecord,
  type AcceptedRow,
  type OpenTurnRow,
  type TurnRow,
} from './turn-rows.js';

const REQUEST_CANCEL = { device: requestCancel('device_id'), user: requestCancel('user_id') };
const FIND_OWNED = { device: findOwnedTurn('device_id'), user: findOwnedTurn('user_id') };

/** Constraints that a second accept of the same turn or key meets; which one first is up to PostgreSQL. */
const KNOWN_TURN = ['turns_dedupe', 'turns_pkey', 'conversations_pkey', 'messages_pkey', 'messages_once'];

/** What holds a line: which conversation, under which grant, at which turn. */
export interface Hold {
  readonly conversationId: string;
  readonly leaseEpoch: number;
  readonly turnNo: number;
  readonly turnId: string;
}

export interface FinishOptions {
  /** Hold the lease for the next turn in line, if there is one. */
  readonly keep: boolean;
  /** Stored with the ending; none where absent. */
  readonly deliveries?: readonly Delivery[];
}

/**
 * The turn's statements, one method each. All throw DatabaseUnavailableError when the database can't be reached; then a
 * statement that writes may have committed all the same.
 */
@Injectable()
export class TurnRepository {
  constructor(
    private readonly database: DatabaseClient,
    private readonly settings: Settings,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Stores the message and claims the line if it is empty. `known`: that key or turn exists, nothing was stored. Null: no such conversation of the owner's, or busy and refused. */
  async accept(turn: NewTurn): Promise<AcceptedTurn | 'known' | null> {
    this.checkpoints.pass('accept.begun');
    try {
      const [row] = await this.database.run<AcceptedRow>(...acceptCall(turn, this.settings.chat));
      if (row) this.checkpoints.pass('accept.stored');
      return row ? toAccepted(row) : null;
    } catch (error) {
      if (KNOWN_TURN.some((constraint) => violates(error, constraint))) return 'known';
      throw error;
    }
  }

  /** Takes the head of the line; null when it is not due, held, or there is none. `starts` over 1 counts crashes. */
  async claim(
    conversationId: string,
    runToken: string,
  ): Promise<(Omit<Hold, 'turnId'> & { starts: number }) | null> {
    const [row] = await this.database.run<{ turn_no: string; lease_epoch: string; head_starts: number }>(
      CLAIM,
      [conversationId, runToken, this.leaseMs],
    );
    if (!row) return null;
    this.checkpoints.pass('claim.held');
    return {
      conversationId,
      turnNo: Number(row.turn_no),
      leaseEpoch: Number(row.lease_epoch),
      starts: row.head_starts,
    };
  }

  /** The turn to run, read under a lease that the caller holds; null once the conversation is erased. */
  async readTurn(hold: Omit<Hold, 'turnId'>): Promise<Omit<OpenTurn, 'runToken'> | null> {
    const { conversationId, turnNo } = hold;
    const values = [conversationId, turnNo, this.settings.chat.memorySize];
    const [row] = await this.database.run<OpenTurnRow>(READ_TURN, values);
    return row ? toOpenTurn(row, hold) : null;
  }

  /** False: the lease is not ours any more. */
  async heartbeat(hold: Hold): Promise<boolean> {
    const rows = await this.database.run(HEARTBEAT, [hold.conversationId, hold.leaseEpoch, this.leaseMs]);
    return rows.length > 0;
  }

  /** Null: fenced, or an earlier attempt had committed. `more`: the lease goes on for the next turn. */
  async complete(hold: Hold, answer: NewAnswer, options: FinishOptions): Promise<{ more: boolean } | null> {
    const sends = sendValues(options);
    const statement = sends.length > 0 ? COMPLETE_AND_SEND : COMPLETE;
    const [row] = await this.database.run<{ more: boolean }>(statement, [
      ...this.finishValues(hold, options),
      ...answerValues(answer),
      ...sends,
    ]);
    this.checkpoints.pass('end.stored');
    return row ?? null;
  }

  /** As `complete`, without an answer. */
  async fail(hold: Hold, errorCode: string, options: FinishOptions): Promise<{ more: boolean } | null> {
    const sends = sendValues(options);
    const [row] = await this.database.run<{ more: boolean }>(sends.length > 0 ? FAIL_AND_SEND : FAIL, [
      ...this.finishValues(hold, options),
      errorCode,
      ...sends,
    ]);
    this.checkpoints.pass('end.stored');
    return row ?? null;
  }

  /** Gives the head back, to be claimed by anyone after `delayMs`. */
  async release(hold: Hold, delayMs: number, failures: 0 | 1): Promise<void> {
    const { conversationId, leaseEpoch, turnNo } = hold;
    await this.database.run(PUT_BACK, [conversationId, leaseEpoch, turnNo, delayMs, failures]);
    this.checkpoints.pass('line.given_back');
  }

  /** Opens and claims a failed turn again; null: no longer failed, or no longer last. */
  async reopen(turn: TurnRecord, runToken: string): Promise<Hold | null> {
    const { conversationId, turnNo, turnId } = turn;
    const values = [conversationId, turnNo, turnId, runToken, this.leaseMs];
    const [row] = await this.database.run<{ lease_epoch: string }>(REOPEN, values);
    if (!row) return null;
    this.checkpoints.pass('reopen.held');
    return { conversationId, turnNo, turnId, leaseEpoch: Number(row.lease_epoch) };
  }

  findByKey(scope: string, key: Buffer): Promise<TurnRecord | null> {
    return this.find(this.database.run<TurnRow>(FIND_TURN_BY_KEY, [scope, key]));
  }

  findById(turnId: string): Promise<TurnRecord | null> {
    return this.find(this.database.run<TurnRow>(FIND_TURN, [turnId]));
  }

  findOwned(turnId: string, owner: Owner): Promise<TurnRecord | null> {
    return this.find(this.database.run<TurnRow>(FIND_OWNED[owner.kind], [turnId, owner.id]));
  }

  /** False: it has ended, or is another's. */
  async requestCancel(turnId: string, owner: Owner): Promise<boolean> {
    return (await this.database.run(REQUEST_CANCEL[owner.kind], [turnId, owner.id])).length > 0;
  }

  /** Conversations whose head is due and not held, at most `limit`. */
  async findDue(limit: number): Promise<string[]> {
    const rows = await this.database.run<{ id: string }>(SWEEP, [limit]);
    return rows.map(({ id }) => id);
  }

  /** Forgets idempotency keys older than 7 days, at most `limit`; returns how many. */
  async expireKeys(limit: number): Promise<number> {
    const rows = await this.database.run(EXPIRE_KEYS, [limit]);
    return rows.length;
  }

  /** Length of a lease. */
  get leaseMs(): number {
    return this.settings.chat.lockTtlMs;
  }

  /** Turns that wait or run, of all processes. */
  async countOpen(): Promise<number> {
    const [row] = await this.database.run<{ turns: number }>(COUNT_OPEN, []);
    return row?.turns ?? 0;
  }

  private async find(rows: Promise<TurnRow[]>): Promise<TurnRecord | null> {
    const [row] = await rows;
    return row ? toRecord(row) : null;
  }

  private finishValues(hold: Hold, { keep }: FinishOptions): unknown[] {
    return [hold.conversationId, hold.leaseEpoch, hold.turnNo, hold.turnId, this.leaseMs, keep];
  }
}

function sendValues({ deliveries = [] }: FinishOptions): [ids: string[], payloads: string[]] | [] {
  if (deliveries.length === 0) return [];
  return [deliveries.map(({ id }) => id), deliveries.map(({ payload }) => storableJson(payload))];
}
