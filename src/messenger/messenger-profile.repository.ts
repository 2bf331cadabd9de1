import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { Statement } from '../database/statement.js';
import type { ProfileState } from './messenger-profile.entity.js';

/** What a page is to be brought to. */
export interface ProfileTarget {
  readonly pageId: string;
  readonly digest: string;
}

/** Whose it is to bring a page there. */
export interface ProfileClaim {
  /** Ours, for the 1st, 2nd, … time in a row; null: not ours. */
  readonly attempts: number | null;
  /** True: it has been done, or can't be. */
  readonly isSettled: boolean;
}

/** How a claim has ended. */
export interface ProfileRecord {
  readonly state: Exclude<ProfileState, 'claimed'>;
  readonly errorCode: string | null;
  /** Until it may be claimed again, in ms; null: five minutes after the claim. */
  readonly pauseMs: number | null;
}

/**
 * A claim is at most three calls, and Meta takes ten in ten minutes: three claims in eleven minutes are the most, whoever makes
 * them. Served by the primary key.
 */
const CLAIM: Statement = {
  name: 'messenger_profile_claim',
  text: `WITH claim AS (
  INSERT INTO messenger_profiles AS known (page_id, digest) VALUES ($1, $2)
  ON CONFLICT (page_id) DO UPDATE SET digest = excluded.digest, state = 'claimed', due_at = excluded.due_at,
    claims = (excluded.claims || known.claims)[1:3],
    attempts = CASE WHEN known.digest = excluded.digest AND known.state IN ('claimed', 'failed') THEN known.attempts + 1 ELSE 1 END,
    synced_at = CASE WHEN known.digest = excluded.digest THEN known.synced_at END, error_code = NULL
  WHERE (known.digest <> excluded.digest OR known.due_at <= clock_timestamp())
    AND (known.claims[3] IS NULL OR known.claims[3] < clock_timestamp() - interval '11 minutes')
  RETURNING attempts)
SELECT (SELECT attempts FROM claim) AS attempts,
  EXISTS (SELECT FROM messenger_profiles WHERE page_id = $1 AND digest = $2 AND state IN ('synced', 'refused')) AS "isSettled"`,
};

const RECORD: Statement = {
  name: 'messenger_profile_record',
  text: `UPDATE messenger_profiles SET state = $3::text, error_code = $4,
  due_at = coalesce(clock_timestamp() + $5::float8 * interval '1 millisecond', due_at),
  synced_at = CASE WHEN $3 = 'synced' THEN clock_timestamp() ELSE synced_at END
WHERE page_id = $1 AND digest = $2 AND state = 'claimed'`,
};

/** Which replica may bring a page's Messenger profile to what is declared. */
@Injectable()
export class MessengerProfileRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** Ours where the page is new, is to be brought elsewhere, or is due again: for five minutes, or until it is recorded. */
  async claim({ pageId, digest }: ProfileTarget): Promise<ProfileClaim> {
    const [claim] = await this.database.run<ProfileClaim>(CLAIM, [pageId, digest]);
    return claim ?? { attempts: null, isSettled: false };
  }

  async record(
    { pageId, digest }: ProfileTarget,
    { state, errorCode, pauseMs }: ProfileRecord,
  ): Promise<void> {
    await this.database.run(RECORD, [pageId, digest, state, errorCode, pauseMs]);
  }
}
