import { Injectable } from '@nestjs/common';
import { DatabaseClient } from '../database/database.client.js';
import type { OutboxState } from './outbox.entity.js';
import { DEPTH, DOUBT, RECORD, RESEND, SETTLE, TAKE } from './outbox-statements.js';

/** Longest wait for an echo, unless the first one is longer, in ms. */
const LONGEST_HOLD_MS = 600_000;

/** A part that is ours to send, until somebody else takes it. */
export interface TakenPart {
  readonly id: string;
  readonly pageId: string;
  readonly psid: string;
  readonly conversationId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly sendEpoch: number;
  /** This one included. */
  readonly attempts: number;
  /** False: the person has been silent for too long to be answered. */
  readonly isInWindow: boolean;
  /** False: somebody else has the thread. */
  readonly isThreadOwned: boolean;
  /** Since it was stored. */
  readonly waitedMs: number;
}

/** What became of a send, as it is stored. */
export interface PartRecord {
  readonly state: Exclude<OutboxState, 'sending'>;
  /** Of `pending`: how long to wait for the next try. */
  readonly delayMs?: number;
  readonly remoteId?: string;
  readonly errorCode?: string;
  /** Another app has the thread: nothing more is sent until it is back. */
  readonly isThreadLost?: boolean;
  /** Nobody is reached there: the rest of the answer is not tried. */
  readonly isUnreachable?: boolean;
}

/** The parts that are under way or wait. */
export interface OutboxDepth {
  readonly state: 'pending' | 'sending' | 'unknown';
  readonly parts: number;
  /** Age of the oldest one in s. */
  readonly oldestS: number;
}

/** A part of which no echo has come. */
export interface UnheardPart {
  readonly conversationId: string;
  /** `<page_id>:<psid>` */
  readonly recipient: string;
  readonly state: OutboxState;
  readonly errorCode: string | null;
}

/** A part that an echo has proved to have arrived. */
export interface SettledPart {
  readonly conversationId: string;
  /** `<page_id>:<psid>` */
  readonly recipient: string;
  /** What was believed of it until then. */
  readonly was: OutboxState;
  readonly waitedMs: number;
}

interface SettledRow {
  readonly conversation_id: string;
  readonly recipient: string;
  readonly was: OutboxState;
  readonly waited_ms: number;
}

interface TakenRow {
  readonly id: string;
  readonly page_id: string;
  readonly psid: string;
  readonly conversation_id: string;
  readonly payload: Record<string, unknown> | null;
  readonly send_epoch: string;
  readonly attempts: number;
  readonly in_window: boolean;
  readonly thread_owned: boolean;
  readonly waited_ms: number;
}

interface UnheardRow {
  readonly conversation_id: string;
  readonly recipient: string;
  readonly state: OutboxState;
  readonly error_code: string | null;
}

interface DepthRow {
  readonly state: OutboxDepth['state'];
  readonly parts: number;
  readonly oldest_s: number;
}

/** The outbox, one method for each of its statements. All throw DatabaseUnavailableError. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly database: DatabaseClient) {}

  /** Takes the next part of at most `limit` recipients; none of the pages `except`, of no other page than `only`. */
  async take(
    limit: number,
    { except, only }: { except: readonly string[]; only: string | null },
  ): Promise<TakenPart[]> {
    return (await this.database.run<TakenRow>(TAKE, [limit, except, only])).map(takenPart);
  }

  /** False: it is somebody else's by now, or an echo has settled it; nothing was stored. */
  async record({ id, sendEpoch }: TakenPart, record: PartRecord): Promise<boolean> {
    const { state, delayMs = 0, remoteId = null, errorCode = null } = record;
    const { isThreadLost = false, isUnreachable = false } = record;
    const values = [id, sendEpoch, state, delayMs, remoteId, errorCode, isThreadLost, isUnreachable];
    return (await this.database.run(RECORD, values)).length > 0;
  }

  /** Echoes of parts: they have been sent. Returns those that it was news of. */
  async settle(echoes: readonly { id: string; mid: string | null }[]): Promise<SettledPart[]> {
    if (echoes.length === 0) return [];
    const values = [echoes.map(({ id }) => id), echoes.map(({ mid }) => mid)];
    const rows = await this.database.run<SettledRow>(SETTLE, values);
    return rows.map(({ conversation_id: conversationId, recipient, was, waited_ms: waitedMs }) => ({
      conversationId,
      recipient,
      was,
      waitedMs,
    }));
  }

  /** Only states that have any. */
  async depth(): Promise<OutboxDepth[]> {
    const rows = await this.database.run<DepthRow>(DEPTH, []);
    return rows.map(({ state, parts, oldest_s: oldestS }) => ({ state, parts, oldestS }));
  }

  /** Doubts sends that nobody has spoken of for `silentMs`. Returns how many. */
  async doubt(silentMs: number): Promise<number> {
    return (await this.database.run(DOUBT, [silentMs])).length;
  }

  /**
   * Makes parts due again of which no echo has come for `holdMs`, or longer where they were sent again before. `echoing`: pages
   * whose echoes come.
   */
  async resend(holdMs: number, echoing: readonly string[]): Promise<UnheardPart[]> {
    const rows = await this.database.run<UnheardRow>(RESEND, [holdMs, LONGEST_HOLD_MS, echoing]);
    return rows.map(({ conversation_id: conversationId, recipient, state, error_code: errorCode }) => ({
      conversationId,
      recipient,
      state,
      errorCode,
    }));
  }
}

const takenPart = (row: TakenRow): TakenPart => ({
  id: row.id,
  pageId: row.page_id,
  psid: row.psid,
  conversationId: row.conversation_id,
  payload: row.payload ?? {},
  sendEpoch: Number(row.send_epoch),
  attempts: row.attempts,
  isInWindow: row.in_window,
  isThreadOwned: row.thread_owned,
  waitedMs: row.waited_ms,
});
