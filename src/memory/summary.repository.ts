import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { messageStretch, type TailMessage } from '../conversation/message-tail.js';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import { type Summary, summaryBefore } from './summary.js';

/** A stretch of a conversation that is to be folded: whose, of which revision, and up to which message. */
export interface Stretch {
  readonly conversationId: string;
  readonly owner: Owner;
  /** The conversation's when the messages were known; at another one nothing is found and nothing is stored. */
  readonly revision: number;
  readonly throughSeq: number;
}

/** What is folded already, and the oldest messages behind it. */
export interface Unfolded {
  readonly summary: Summary | null;
  readonly messages: readonly TailMessage[];
}

/** Most messages of one look, and most characters of each: of a longer one the beginning tells. */
export const STRETCH = { messages: 250, characters: 2000 } as const;

const COLUMN = { device: 'device_id', user: 'user_id' } as const;

/** Whose it is, whatever the platform, and of the revision that was asked for; $1 conversation, $2 owner, $3 revision. */
const isMeant = (kind: Owner['kind']): string =>
  `conversation.id = $1 AND conversation.${COLUMN[kind]} = $2 AND conversation.revision = $3::bigint AND conversation.deleted_at IS NULL`;

/** $4 through `seq`, $5 messages, $6 characters of each. By conversations_pkey, conversation_summaries_pkey and messages_seq. */
const findUnfolded = (kind: Owner['kind']): Statement => ({
  name: `find_unfolded_${kind}`,
  text: `SELECT CASE WHEN summary.text IS NOT NULL
    THEN json_build_object('text', summary.text, 'throughSeq', summary.through_seq) END AS summary,
  ${messageStretch({
    conversation: 'conversation.id',
    after: 'coalesce(summary.through_seq, 0)',
    through: '$4::bigint',
    size: '$5',
    characters: '$6',
  })} AS messages
FROM conversations conversation
LEFT JOIN conversation_summaries summary
  ON summary.conversation_id = conversation.id AND summary.revision = conversation.revision
WHERE ${isMeant(kind)}`,
});

/**
 * The conversation's row first, locked against whoever changes its messages: its revision unchanged means that the text was made
 * of what still stands. A summary of that revision is only ever gone on from where it ended, one of another is replaced.
 * $4 text, $5 through `seq`, $6 `seq` that it goes on from, 0 for one made from the beginning. 0 rows: another was faster, the
 * messages have changed, or the conversation is gone.
 */
const keepSummary = (kind: Owner['kind']): Statement => ({
  name: `keep_summary_${kind}`,
  text: `INSERT INTO conversation_summaries AS kept (conversation_id, text, through_seq, revision)
SELECT conversation.id, $4::text, $5::bigint, conversation.revision FROM conversations conversation
WHERE ${isMeant(kind)}
FOR NO KEY UPDATE
ON CONFLICT (conversation_id) DO UPDATE SET
  text = excluded.text, through_seq = excluded.through_seq, revision = excluded.revision, updated_at = clock_timestamp()
WHERE CASE WHEN kept.revision = excluded.revision THEN kept.through_seq ELSE 0 END = $6::bigint
RETURNING through_seq`,
});

const findSummary = (kind: Owner['kind']): Statement => ({
  name: `find_summary_${kind}`,
  text: `SELECT ${summaryBefore({
    conversation: 'conversation.id',
    revision: 'conversation.revision',
    before: '$4::bigint',
  })} AS summary
FROM conversations conversation WHERE ${isMeant(kind)}`,
});

const both = (make: (kind: Owner['kind']) => Statement) => ({ device: make('device'), user: make('user') });
const FIND_UNFOLDED = both(findUnfolded);
const KEEP_SUMMARY = both(keepSummary);
const FIND_SUMMARY = both(findSummary);

/** Summaries of conversations, for their owner: another's, or an erased one, has none. All throw DatabaseUnavailableError. */
@Injectable()
export class SummaryRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** The summary as it stands, and at most STRETCH.messages that it does not cover, oldest first; null: the conversation has changed. */
  async findUnfolded(stretch: Stretch): Promise<Unfolded | null> {
    const { messages, characters } = STRETCH;
    const values = [...keyOf(stretch), stretch.throughSeq, messages, characters];
    const [row] = await this.database.run<Unfolded & object>(FIND_UNFOLDED[stretch.owner.kind], values);
    return row ?? null;
  }

  /** Keeps a text that PostgreSQL can store. False: another was faster, or the conversation has changed; nothing was stored. */
  async keep(stretch: Stretch, made: Summary, previous: Summary | null): Promise<boolean> {
    const values = [...keyOf(stretch), made.text, made.throughSeq, previous?.throughSeq ?? 0];
    const rows = await this.database.run(KEEP_SUMMARY[stretch.owner.kind], values);
    return rows.length > 0;
  }

  /** The summary as it stands, if it ends before that message. */
  async find(key: Omit<Stretch, 'throughSeq'>, beforeSeq: number): Promise<Summary | null> {
    const values = [...keyOf(key), beforeSeq];
    const [row] = await this.database.run<{ summary: Summary | null }>(FIND_SUMMARY[key.owner.kind], values);
    return row?.summary ?? null;
  }
}

const keyOf = ({ conversationId, owner, revision }: Omit<Stretch, 'throughSeq'>): unknown[] => [
  conversationId,
  owner.id,
  revision,
];
