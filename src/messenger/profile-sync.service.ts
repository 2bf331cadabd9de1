import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { MessengerProfile } from '../config/messenger-profile.js';
import { whileUnavailable } from '../database/while-unavailable.js';
import type { GraphFailure, GraphFailureKind } from './graph-failure.js';
import { MessengerProfileRepository, type ProfileRecord } from './messenger-profile.repository.js';
import type { PageAccess } from './page-tokens.js';
import { ProfileApiClient } from './profile-api.client.js';
import { profileDifference } from './profile-difference.js';

/** Pause before we look whether another replica has come to an end, in ms. */
const LOOK_MS = 30_000;
/** The first of the pauses after failures, which double, and the longest, in ms. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 600_000;
/** How long the storing of an outcome is tried again, in ms. */
const RECORD_PATIENCE_MS = 10_000;

/** What passes by itself; anything else waits for somebody to put it right. */
const PASSING: readonly GraphFailureKind[] = ['transient', 'ambiguous', 'throttle'];

/** Brings the Messenger profile of pages to what is declared: one replica does it, and writes only what differs. */
@Injectable()
export class ProfileSync {
  private readonly logger = new Logger(ProfileSync.name);

  constructor(
    private readonly profiles: MessengerProfileRepository,
    private readonly api: ProfileApiClient,
  ) {}

  /**
   * Brings the page there if that is ours to do. Gives the pause in ms until it is to be asked again, null: never.
   * @throws DatabaseUnavailableError
   */
  async sync(page: PageAccess, profile: MessengerProfile): Promise<number | null> {
    const target = { pageId: page.pageId, digest: digestOf(page, profile) };
    const { attempts, isSettled } = await this.profiles.claim(target);
    if (attempts === null) return isSettled ? null : jittered(LOOK_MS);
    const failure = await this.bring(page, profile);
    const record = recordOf(failure, attempts);
    if (failure) this.tell(page, failure, record);
    await whileUnavailable(RECORD_PATIENCE_MS, () => this.profiles.record(target, record));
    return record.pauseMs;
  }

  private async bring(page: PageAccess, profile: MessengerProfile): Promise<GraphFailure | null> {
    const { content, failure } = await this.api.read(page);
    if (failure) return failure;
    const { write, remove } = profileDifference(profile, content);
    const refusal = Object.keys(write).length > 0 ? await this.api.write(page, write) : null;
    if (refusal || remove.length === 0) return refusal;
    return this.api.remove(page, remove);
  }

  private tell({ pageId }: PageAccess, { kind, code }: GraphFailure, { pauseMs }: ProfileRecord): void {
    const failed = `The Messenger profile of page ${pageId} is not as declared: ${kind}, ${code}`;
    if (pauseMs === null) this.logger.error(`${failed}; not tried again before the next start`);
    else this.logger.warn(`${failed}; tried again in ${Math.round(pauseMs / 1000)} s`);
  }
}

function recordOf(failure: GraphFailure | null, attempts: number): ProfileRecord {
  if (failure === null) return { state: 'synced', errorCode: null, pauseMs: null };
  const { kind, code: errorCode, retryAfterMs } = failure;
  if (!PASSING.includes(kind)) return { state: 'refused', errorCode, pauseMs: null };
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return { state: 'failed', errorCode, pauseMs: jittered(Math.max(pauseMs, retryAfterMs ?? 0)) };
}

/** Of the token too: a new one is worth a try at once. It can't be told from the digest. */
const digestOf = ({ token }: PageAccess, profile: MessengerProfile): string =>
  createHash('sha256')
    .update(JSON.stringify([profile, token]))
    .digest('hex');

/** Up to half as long again, so that replicas and pages drift apart. */
const jittered = (ms: number): number => ms * (1 + Math.random() / 2);
