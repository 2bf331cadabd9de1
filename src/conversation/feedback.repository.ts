import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import { ownedBySql } from './owned-by.js';
import type { Rating } from './rating.js';

/** A rating, and when it was given. */
export interface StoredFeedback {
  readonly rating: Rating;
  readonly comment: string | null;
  readonly updatedAt: Date;
}

/**
 * An answer of the owner's, by messages_pkey, held so that it can't be erased before we commit; one that is being erased is
 * waited for, and not found. $1 message, $2 owner.
 */
const answer = (kind: Owner['kind']): string => `answer AS (
  SELECT message.id FROM messages message
  JOIN conversations conversation ON conversation.id = message.conversation_id
  WHERE message.id = $1 AND message.role = 'assistant' AND ${ownedBySql(kind, '$2')}
  FOR KEY SHARE OF message
)`;

/** $3 rating, $4 comment. 0 rows: no such answer. */
const save = (kind: Owner['kind']): Statement => ({
  name: `save_feedback_${kind}`,
  text: `WITH ${answer(kind)}
INSERT INTO message_feedback (message_id, rating, comment) SELECT id, $3, $4 FROM answer
ON CONFLICT ON CONSTRAINT message_feedback_pkey DO UPDATE
  SET rating = excluded.rating, comment = excluded.comment, updated_at = clock_timestamp()
RETURNING rating, comment, updated_at AS "updatedAt"`,
});

/** 0 rows: no such answer. */
const remove = (kind: Owner['kind']): Statement => ({
  name: `delete_feedback_${kind}`,
  text: `WITH ${answer(kind)}, gone AS (DELETE FROM message_feedback USING answer WHERE message_id = answer.id)
SELECT id FROM answer`,
});

const SAVE = { device: save('device'), user: save('user') };
const DELETE = { device: remove('device'), user: remove('user') };

/** What owners think of their answers; neither a question nor another's answer can be rated. */
@Injectable()
export class FeedbackRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** Puts the feedback in the place of an earlier one; null: no such answer of the owner's. */
  async update(
    messageId: string,
    owner: Owner,
    { rating, comment }: Pick<StoredFeedback, 'rating' | 'comment'>,
  ): Promise<StoredFeedback | null> {
    const values = [messageId, owner.id, rating, comment];
    const [stored] = await this.database.run<StoredFeedback>(SAVE[owner.kind], values);
    return stored ?? null;
  }

  /** False: no such answer of the owner's. */
  async delete(messageId: string, owner: Owner): Promise<boolean> {
    const rows = await this.database.run(DELETE[owner.kind], [messageId, owner.id]);
    return rows.length > 0;
  }
}
