import { messageTail } from '../conversation/message-tail.js';
import type { Statement } from '../database/statement.js';
import { summaryBefore } from '../memory/summary.js';

/*
 * The statements that make a message durable. Their rules (R1-R6, kept by every statement of a turn):
 * R1  Each writes the conversation's row first; that row lock is the order of the conversation.
 * R2  Decisions use that row's columns only: after a wait for the lock PostgreSQL looks again at the newest version of
 *     this row and at nothing else, so the other parts match by key alone.
 * R3  For the same reason the tail of messages may be stale; `seen` is the row as the snapshot saw it, and
 *     `tail_is_current` compares it with the row that was written.
 * R4  A lease exists only while a turn is open, so "nothing open" means "free to claim", without a clock.
 * R5  A holder's fence is epoch and `lease_until IS NOT NULL`; an expired lease that nobody took is still exclusive.
 * R6  What concerns the head of the line stands on the conversation's row.
 * READ COMMITTED and one implicit transaction each: one statement is one commit and one round trip.
 */

export type OwnerColumn = 'device_id' | 'user_id';

/** Columns of a conversation that a new turn moves; the line was empty if done = last. */
const take = (row: string, token: string, leaseMs: string): string => `
    last_turn_no  = ${row}last_turn_no + 1,
    message_count = ${row}message_count + 1,
    updated_at    = clock_timestamp(),
    last_activity = clock_timestamp(),
    lease_epoch   = CASE WHEN ${row}done_turn_no = ${row}last_turn_no THEN ${row}lease_epoch + 1 ELSE ${row}lease_epoch END,
    lease_owner   = CASE WHEN ${row}done_turn_no = ${row}last_turn_no THEN ${token} ELSE ${row}lease_owner END,
    lease_until   = CASE WHEN ${row}done_turn_no = ${row}last_turn_no
                         THEN clock_timestamp() + ${leaseMs}::int * interval '1 ms' ELSE ${row}lease_until END,
    head_starts   = CASE WHEN ${row}done_turn_no = ${row}last_turn_no THEN 1 ELSE ${row}head_starts END`;

/** RETURNING sees the new row: the line was empty before us if ours is the head now. */
const CLAIM = `id, platform, last_activity, last_turn_no, answered_turn_no, revision, lease_epoch, last_turn_no = done_turn_no + 1 AS claimed`;

/** The turn's and the question's row; both match the conversation by key alone (R2). The question's time is the row's. */
const STORE = `turn AS (
  INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint, key_expires_at, caller_language, request_id)
  SELECT $3::uuid, id, last_turn_no, $5::text, $6::text, $7::bytea, $8::bytea,
         CASE WHEN $9::boolean THEN clock_timestamp() + interval '7 days' END, $10::text, $15::text
  FROM conversation
), question AS (
  INSERT INTO messages (id, conversation_id, turn_id, seq, role, content, metadata, created_at)
  SELECT $4::uuid, id, $3::uuid, 2 * last_turn_no - 1, 'user', $11::text, $12::jsonb, last_activity FROM conversation
)`;

const ACCEPTED = `c.id AS conversation_id, c.platform, c.last_turn_no AS turn_no, c.claimed, c.lease_epoch,
       c.answered_turn_no, c.revision`;

/** Nothing came between the snapshot and the row's lock (R3): no turn, no answer, no change outside a turn. */
const IS_CURRENT = `seen.last_turn_no + 1 = c.last_turn_no AND seen.answered_turn_no = c.answered_turn_no AND seen.revision = c.revision`;

const TAIL = messageTail({
  conversation: 'c.id',
  before: '2 * c.last_turn_no - 1',
  size: '$16',
  when: 'c.claimed',
});

/** Of the revision that was written, so never of messages that have changed since. */
const SUMMARY = summaryBefore({
  conversation: 'c.id',
  revision: 'c.revision',
  before: '2 * c.last_turn_no - 1',
  when: 'c.claimed',
});

/** Takes the message in, where the conversation is this owner's and free if it has to be. */
const acceptInto = (owner: OwnerColumn, refuseWhenBusy: string): string => `WITH conversation AS (
  UPDATE conversations SET${take('', '$13', '$14')}
  WHERE id = $1 AND ${owner} = $2 AND deleted_at IS NULL AND platform <> 'messenger'
    AND (NOT ${refuseWhenBusy}::boolean OR done_turn_no = last_turn_no)
  RETURNING ${CLAIM}
), ${STORE}
SELECT ${ACCEPTED}`;

/**
 * Accepts a message into a conversation of this owner and claims the line if it is empty.
 * $1 conversation, $2 owner, $3 turn id, $4 message id, $5 channel, $6 dedupe scope, $7 dedupe key, $8 fingerprint,
 * $9 key from the caller, $10 caller's language, $11 content, $12 metadata, $13 run token, $14 lease ms, $15 request id,
 * $16 tail size, $17 refuse when busy. 0 rows: not there, not the owner's, erased, or busy and refused.
 * 23505 on turns_dedupe undoes everything: the key is known.
 */
export const acceptExisting = (owner: OwnerColumn): Statement => ({
  name: `accept_existing_${owner}`,
  text: `${acceptInto(owner, '$17')},
       ${IS_CURRENT} AS tail_is_current,
       ${SUMMARY} AS summary,
       ${TAIL} AS messages
FROM conversation c JOIN conversations seen ON seen.id = c.id`,
});

/**
 * As `acceptExisting`, for a caller that remembers the tail and compares the versions itself; $16 refuse when busy. A statement
 * of its own, because PostgreSQL can't know what a LIMIT that is a parameter costs, and so plans the other anew each time:
 * 1.2 instead of 0.7 ms of its CPU for the two statements of a turn.
 */
export const acceptRemembered = (owner: OwnerColumn): Statement => ({
  name: `accept_remembered_${owner}`,
  text: `${acceptInto(owner, '$16')}, false AS tail_is_current, NULL AS summary, '[]'::json AS messages FROM conversation c`,
});

/**
 * Opens a conversation with its first message and claims it. Parameters as `acceptExisting`, but $16 title, $17 platform.
 * Always claimed, the tail is empty.
 */
export const acceptNew = (owner: OwnerColumn): Statement => ({
  name: `accept_new_${owner}`,
  text: `WITH conversation AS (
  INSERT INTO conversations (id, platform, ${owner}, title, message_count, last_turn_no, head_starts, lease_epoch, lease_owner, lease_until)
  VALUES ($1, $17, $2, $16, 1, 1, 1, 1, $13, clock_timestamp() + $14::int * interval '1 ms')
  RETURNING ${CLAIM}
), ${STORE}
SELECT ${ACCEPTED}, true AS tail_is_current, NULL AS summary, '[]'::json AS messages FROM conversation c`,
});

/** Of a conversation that may have been opened here: then there is nothing before the message. */
const OPENED_OR_GONE_ON = `SELECT ${ACCEPTED},
       c.last_turn_no = 1 OR
         coalesce(${IS_CURRENT}, false) AS tail_is_current,
       ${SUMMARY} AS summary,
       ${TAIL} AS messages
FROM conversation c LEFT JOIN conversations seen ON seen.id = c.id`;

/**
 * Accepts a message into the user's one primary conversation, which it opens if there is none; concurrent first messages
 * meet the partial unique index and end in the same one. Parameters as `acceptExisting` ($1 a fresh id), $18 title, $19 platform.
 */
export const ACCEPT_PRIMARY: Statement = {
  name: 'accept_primary',
  text: `WITH conversation AS (
  INSERT INTO conversations AS live
    (id, platform, user_id, is_primary, title, message_count, last_turn_no, head_starts, lease_epoch, lease_owner, lease_until)
  VALUES ($1, $19, $2, true, $18, 1, 1, 1, 1, $13, clock_timestamp() + $14::int * interval '1 ms')
  ON CONFLICT (user_id) WHERE is_primary AND deleted_at IS NULL DO UPDATE SET${take('live.', 'excluded.lease_owner', '$14')}
  WHERE NOT $17::boolean OR live.done_turn_no = live.last_turn_no
  RETURNING ${CLAIM}
), ${STORE}
${OPENED_OR_GONE_ON}`,
};

/**
 * Accepts a message into the sender's live conversation, or a new one if there is none or it has rested longer than $20 s. A
 * conversation with open turns is never closed: its answers would be overtaken. Closing comes before the insert, which reads
 * the count, so that conversations_messenger_live sees the old row as gone; a second first message at the same moment meets
 * that index. Parameters as `ACCEPT_PRIMARY`, $2 the device.
 */
export const ACCEPT_LIVE: Statement = {
  name: 'accept_live',
  text: `WITH closed AS (
  UPDATE conversations SET closed_at = clock_timestamp()
  WHERE platform = 'messenger' AND device_id = $2 AND closed_at IS NULL AND deleted_at IS NULL
    AND done_turn_no = last_turn_no AND last_activity < clock_timestamp() - $20::int * interval '1 s'
  RETURNING id
), conversation AS (
  INSERT INTO conversations AS live
    (id, platform, device_id, title, message_count, last_turn_no, head_starts, lease_epoch, lease_owner, lease_until)
  SELECT $1::uuid, $19::text, $2::text, $18::text, 1, 1, 1, 1, $13::text, clock_timestamp() + $14::int * interval '1 ms'
  FROM (SELECT count(*) AS conversations FROM closed) closing WHERE closing.conversations >= 0
  ON CONFLICT (device_id) WHERE platform = 'messenger' AND closed_at IS NULL AND deleted_at IS NULL
  DO UPDATE SET${take('live.', 'excluded.lease_owner', '$14')}
  WHERE NOT $17::boolean OR live.done_turn_no = live.last_turn_no
  RETURNING ${CLAIM}
), ${STORE}
${OPENED_OR_GONE_ON}`,
};
