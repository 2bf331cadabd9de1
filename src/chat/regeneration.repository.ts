import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { DatabaseClient } from '../database/database.client.js';
import { answerValues } from './new-answer.js';
import { BEGIN, END, KEEP, REPLACE, STANDING } from './regeneration-statements.js';
import type { NewAnswer, OpenTurn } from './turn-line.js';

/** An answer that somebody is about to give again: where it stands, and under which grant. */
export type RegenerationHold = Pick<OpenTurn, 'conversationId' | 'turnNo' | 'leaseEpoch'>;

/** What stands between an answer and its being given again. */
export interface Standing {
  readonly hasOpenTurn: boolean;
  /** True: it is the answer of the last turn. */
  readonly isLast: boolean;
}

/** The statements of giving an answer again, one method each; all throw DatabaseUnavailableError as the turn's do. */
@Injectable()
export class RegenerationRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** Null: no such answer of the owner's, not the last turn's, a turn is open, or somebody is at it. */
  async begin(messageId: string, owner: Owner, claimMs: number): Promise<RegenerationHold | null> {
    const [row] = await this.database.run<{ conversation_id: string; turn_no: string; lease_epoch: string }>(
      BEGIN[owner.kind],
      [messageId, owner.id, claimMs],
    );
    if (!row) return null;
    const { conversation_id: conversationId, turn_no: turnNo, lease_epoch: leaseEpoch } = row;
    return { conversationId, turnNo: Number(turnNo), leaseEpoch: Number(leaseEpoch) };
  }

  /** Null: no such answer of the owner's. */
  async findStanding(messageId: string, owner: Owner): Promise<Standing | null> {
    const [row] = await this.database.run<{ has_open_turn: boolean; is_last: boolean }>(
      STANDING[owner.kind],
      [messageId, owner.id],
    );
    return row ? { hasOpenTurn: row.has_open_turn, isLast: row.is_last } : null;
  }

  /** False: it is not ours any more. */
  async keep({ conversationId, leaseEpoch }: RegenerationHold, claimMs: number): Promise<boolean> {
    const rows = await this.database.run(KEEP, [conversationId, leaseEpoch, claimMs]);
    return rows.length > 0;
  }

  /** Ends it with nothing changed. */
  async end({ conversationId, leaseEpoch }: RegenerationHold): Promise<void> {
    await this.database.run(END, [conversationId, leaseEpoch]);
  }

  /** Puts the answer in the place of the one of `answer.messageId`. False: fenced, or an earlier attempt had committed. */
  async replace(turn: OpenTurn, answer: NewAnswer): Promise<boolean> {
    const rows = await this.database.run(REPLACE, [
      turn.conversationId,
      turn.leaseEpoch,
      turn.turnNo,
      turn.revision,
      turn.turnId,
      ...answerValues(answer),
    ]);
    return rows.length > 0;
  }
}
