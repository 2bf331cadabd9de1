import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { acceptExisting, acceptRemembered } from '../../../src/chat/accept-statements.js';
import { COMPLETE } from '../../../src/chat/finish-statements.js';

/** As many connections and messages of memory as Parley takes by default, and as long a lease. */
const POOL_SIZE = 16;
const MEMORY_SIZE = 10;
const LEASE_MS = 15_000;

const ACCEPT = { reading: acceptExisting('device_id'), remembering: acceptRemembered('device_id') };

const acceptedRow = z.object({
  turn_no: z.coerce.number(),
  lease_epoch: z.string(),
  messages: z.array(z.unknown()),
});

/** What a turn says. */
export interface Question {
  readonly conversationId: string;
  readonly deviceId: string;
  readonly message: string;
  readonly token: string;
  /** Then the messages before it are not read. */
  readonly isRemembered: boolean;
}

/** A message that is stored and claimed. */
export interface Accepted {
  readonly turnId: string;
  readonly turnNo: number;
  readonly leaseEpoch: string;
  readonly messageId: string;
  readonly tail: readonly unknown[];
}

/** Parley's own two statements on a pool of its own, as named prepared statements. */
export class ReferenceDatabase {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: POOL_SIZE });
  }

  async accept({ conversationId, deviceId, message, token, isRemembered }: Question): Promise<Accepted> {
    const [turnId, messageId, key] = [uuid(), uuid(), randomBytes(32)];
    const turn = [conversationId, deviceId, turnId, messageId, 'device', deviceId, key, key, false, null];
    const stored = [...turn, message, '{}', token, LEASE_MS, turnId];
    const { rows } = await this.pool.query<Record<string, unknown>>(
      isRemembered
        ? { ...ACCEPT.remembering, values: [...stored, false] }
        : { ...ACCEPT.reading, values: [...stored, MEMORY_SIZE, false] },
    );
    const { turn_no: turnNo, lease_epoch: leaseEpoch, messages: tail } = acceptedRow.parse(rows[0]);
    return { turnId, messageId, turnNo, leaseEpoch, tail };
  }

  /** Stores the answer; returns its id. */
  async complete(conversationId: string, turn: Accepted, answer: string): Promise<string> {
    const messageId = uuid();
    const hold = [conversationId, turn.leaseEpoch, turn.turnNo, turn.turnId, LEASE_MS, true];
    const values = [...hold, messageId, answer, METADATA, null, null, 100, 20, null, null];
    await this.pool.query({ ...COMPLETE, values });
    return messageId;
  }
}

/** As much metadata as Parley keeps with an answer. */
const METADATA = JSON.stringify({
  intent: 'thanks',
  language: 'en',
  sources: [],
  timing: {
    total_ms: 10,
    queue_ms: 1,
    agent_ms: 5,
    stages_ms: { screen: 0.08, language: 0, intent: 0.02, knowledge: 0, agent: 4.61, guard: 0.02 },
  },
  usage: { input_tokens: 100, output_tokens: 20 },
  cost: null,
  model: 'bench',
  turn_id: '00000000-0000-0000-0000-000000000000',
});
