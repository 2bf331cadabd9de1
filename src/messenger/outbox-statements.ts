import type { Statement } from '../database/statement.js';

/** Neither sent nor given up; what comes later for the same recipient waits. */
const OPEN = `('pending', 'sending', 'unknown')`;

/** A person may be answered for 24 hours: Meta, Messenger Platform, "Messaging window"; a minute of it is the way there. */
const IN_WINDOW = `sender.last_user_event_at > clock_timestamp() - interval '23 hours 59 minutes'`;

/**
 * Takes due parts to be sent, at most one of each recipient: the first that is open. $1 at most, $2 pages to leave alone,
 * $3 the only page, or null. What is
 * seen here as sent stays so, and what is inserted meanwhile comes later, so that the snapshot can't let a part overtake
 * another. By outbox_due and outbox_line.
 */
export const TAKE: Statement = {
  name: 'outbox_take',
  text: `UPDATE outbox SET state = 'sending', send_epoch = outbox.send_epoch + 1, attempts = outbox.attempts + 1,
  sending_since = clock_timestamp()
FROM messenger_senders sender
WHERE sender.page_id = outbox.page_id AND outbox.recipient = sender.page_id || ':' || sender.psid
  AND outbox.id IN (
    SELECT part.id FROM outbox part
    WHERE part.state = 'pending' AND part.next_at <= clock_timestamp() AND part.page_id <> ALL ($2::text[])
      AND ($3::text IS NULL OR part.page_id = $3)
      AND NOT EXISTS (SELECT FROM outbox earlier
                      WHERE earlier.page_id = part.page_id AND earlier.recipient = part.recipient
                        AND earlier.position < part.position AND earlier.state IN ${OPEN})
    ORDER BY part.next_at LIMIT $1 FOR UPDATE OF part SKIP LOCKED)
RETURNING outbox.id, outbox.page_id, sender.psid, outbox.payload, outbox.conversation_id, outbox.send_epoch, outbox.attempts,
  ${IN_WINDOW} AS in_window, sender.thread_owned,
  (extract(epoch FROM clock_timestamp() - outbox.created_at) * 1000)::float8 AS waited_ms`,
};

/**
 * Stores what became of a send. $1 id, $2 epoch, $3 state, $4 pause before the next try in ms, $5 Meta's id, $6 code, $7 whether
 * another app has the thread now, $8 whether the person can't be reached at all, so that the rest of the answer is not tried. 0
 * rows: the part is another's by now.
 */
export const RECORD: Statement = {
  name: 'outbox_record',
  text: `WITH part AS (
  UPDATE outbox SET state = $3, next_at = clock_timestamp() + $4::int * interval '1 ms', remote_id = $5, error_code = $6
  WHERE id = $1 AND send_epoch = $2::bigint AND state IN ('sending', 'unknown')
  RETURNING id, turn_id, page_id, recipient),
rest AS (
  UPDATE outbox SET state = 'dead', error_code = $6 FROM part
  WHERE $8::boolean AND outbox.turn_id = part.turn_id AND outbox.id <> part.id AND outbox.state = 'pending'),
thread AS (
  UPDATE messenger_senders SET thread_owned = false, control_at = clock_timestamp() FROM part
  WHERE $7::boolean AND messenger_senders.page_id = part.page_id
    AND psid = substr(part.recipient, length(part.page_id) + 2))
SELECT id FROM part`,
};

/** How many parts are under way or wait, and how long, by state. By outbox_due. */
export const DEPTH: Statement = {
  name: 'outbox_depth',
  text: `SELECT state, count(*)::int AS parts, extract(epoch FROM clock_timestamp() - min(created_at))::float8 AS oldest_s
FROM outbox WHERE state IN ${OPEN} GROUP BY state`,
};

/** Echoes: what has arrived was sent, whatever we believed. $1 ids, $2 Meta's ids. */
export const SETTLE: Statement = {
  name: 'outbox_settle',
  text: `WITH part AS (
  SELECT outbox.id, outbox.state, echo.mid FROM unnest($1::uuid[], $2::text[]) AS echo (id, mid)
  JOIN outbox ON outbox.id = echo.id AND outbox.state <> 'sent'
  ORDER BY outbox.id FOR UPDATE OF outbox)
UPDATE outbox SET state = 'sent', remote_id = part.mid, error_code = NULL
FROM part WHERE outbox.id = part.id AND outbox.state <> 'sent'
RETURNING outbox.conversation_id, outbox.recipient, part.state AS was,
  (extract(epoch FROM clock_timestamp() - outbox.created_at) * 1000)::float8 AS waited_ms`,
};

/** A process that has not said for $1 ms what became of its send may have died after it. */
export const DOUBT: Statement = {
  name: 'outbox_doubt',
  text: `UPDATE outbox SET state = 'unknown', error_code = coalesce(error_code, 'silent')
WHERE state = 'sending' AND sending_since < clock_timestamp() - $1::int * interval '1 ms'
RETURNING id`,
};

/**
 * After $1 ms without an echo a part is sent once more, and after twice as long again each time, up to $2 ms: an outage of hours
 * must not cost an answer. Of pages other than $3, whose echoes come, nobody knows what no echo says: their parts are sent again
 * three times at most, and left to people after an hour. What Meta calls sent (1/1357046) is never repeated.
 */
export const RESEND: Statement = {
  name: 'outbox_resend',
  text: `WITH due AS (
  SELECT id, CASE WHEN error_code = '1/1357046' THEN 'sent'
                  WHEN resends < 3 OR page_id = ANY ($3::text[]) THEN 'pending'
                  ELSE 'parked' END AS verdict
  FROM outbox
  WHERE state = 'unknown' AND sending_since <
    clock_timestamp() - least($1::float8 * 2 ^ least(resends, 12), greatest($1::float8, $2::float8)) * interval '1 ms'
    AND (resends < 3 OR page_id = ANY ($3::text[]) OR sending_since < clock_timestamp() - interval '1 hour')
  ORDER BY id FOR UPDATE SKIP LOCKED)
UPDATE outbox SET state = verdict, next_at = clock_timestamp(),
  resends = resends + CASE WHEN verdict = 'pending' THEN 1 ELSE 0 END
FROM due WHERE outbox.id = due.id
RETURNING conversation_id, recipient, state, error_code`,
};
