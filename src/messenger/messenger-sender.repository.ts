import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import type { ThreadFrame } from './messenger-event.js';

/** Something that happened in a thread. */
export interface ThreadMoment extends Pick<ThreadFrame, 'pageId' | 'psid'> {
  /** By Meta's clock, in ms since 1970; null where it doesn't say. */
  readonly atMs: number | null;
}

/**
 * Whoever is heard by us has the thread with us, unless it has changed hands since: Meta may bring both late, and twice. Sorted, so
 * that two bodies with the same people can't wait for each other. $1 pages, $2 people, $3 ms.
 */
const HEARD: Statement = {
  name: 'sender_heard',
  text: `INSERT INTO messenger_senders AS known (page_id, psid, heard_at)
SELECT page_id, psid, max(to_timestamp(at_ms / 1000)) FROM unnest($1::text[], $2::text[], $3::float8[]) AS heard (page_id, psid, at_ms)
GROUP BY page_id, psid ORDER BY page_id, psid
ON CONFLICT (page_id, psid) DO UPDATE SET last_user_event_at = clock_timestamp(),
  heard_at = greatest(known.heard_at, excluded.heard_at),
  thread_owned = known.thread_owned OR known.control_at IS NULL OR excluded.heard_at > known.control_at`,
};

/** What is older than what is known changes nothing. $1 page, $2 person, $3 whether it is ours, $4 ms. */
const OWN_THREAD: Statement = {
  name: 'sender_own_thread',
  text: `INSERT INTO messenger_senders AS known (page_id, psid, thread_owned, control_at)
VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000))
ON CONFLICT (page_id, psid) DO UPDATE SET thread_owned = excluded.thread_owned, control_at = excluded.control_at
WHERE excluded.control_at >= greatest(known.control_at, known.heard_at)
  OR (known.control_at IS NULL AND known.heard_at IS NULL)`,
};

/** Who has written to which page, and whether the page may answer. */
@Injectable()
export class MessengerSenderRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** These people have done something, and the page was told of it: they may be answered, for a day from now. */
  async updateHeard(moments: readonly ThreadMoment[]): Promise<void> {
    if (moments.length === 0) return;
    await this.database.run(HEARD, [
      moments.map(({ pageId }) => pageId),
      moments.map(({ psid }) => psid),
      moments.map(timeOf),
    ]);
  }

  async updateThreadOwned(moment: ThreadMoment, { isOwned }: { isOwned: boolean }): Promise<void> {
    await this.database.run(OWN_THREAD, [moment.pageId, moment.psid, isOwned, timeOf(moment)]);
  }
}

/** Now where it is missing, or lies in the future. */
function timeOf({ atMs }: ThreadMoment): number {
  const now = Date.now();
  return atMs === null || atMs < 0 ? now : Math.min(atMs, now);
}
