import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import type { ThreadFrame } from './messenger-event.js';

type Thread = Pick<ThreadFrame, 'pageId' | 'psid'>;

/** Sorted, so that two bodies with the same people can't wait for each other. */
const HEARD: Statement = {
  name: 'sender_heard',
  text: `INSERT INTO messenger_senders (page_id, psid)
SELECT DISTINCT page_id, psid FROM unnest($1::text[], $2::text[]) AS heard (page_id, psid) ORDER BY page_id, psid
ON CONFLICT (page_id, psid) DO UPDATE SET last_user_event_at = clock_timestamp(), thread_owned = true`,
};

const OWN_THREAD: Statement = {
  name: 'sender_own_thread',
  text: `INSERT INTO messenger_senders (page_id, psid, thread_owned) VALUES ($1, $2, $3)
ON CONFLICT (page_id, psid) DO UPDATE SET thread_owned = excluded.thread_owned`,
};

/** Who has written to which page, and whether the page may answer. */
@Injectable()
export class MessengerSenderRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** These people have done something now, and the page was told of it: they may be answered, for a day. */
  async updateHeard(threads: readonly Thread[]): Promise<void> {
    if (threads.length === 0) return;
    await this.database.run(HEARD, [threads.map(({ pageId }) => pageId), threads.map(({ psid }) => psid)]);
  }

  async updateThreadOwned({ pageId, psid }: Thread, { isOwned }: { isOwned: boolean }): Promise<void> {
    await this.database.run(OWN_THREAD, [pageId, psid, isOwned]);
  }
}
