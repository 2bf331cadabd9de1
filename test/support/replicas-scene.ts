import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from './api.js';
import { cloneDatabase } from './database.js';
import { prefixAnswer, type SharedConversation } from './history.js';
import { HistoryStore, type StoredHistory } from './history-store.js';
import { OpenAiStandIn } from './openai-stand-in.js';
import { Replicas } from './replicas.js';

const POLL_MS = 20;

export interface SceneOptions {
  readonly count: number;
  readonly env?: Record<string, string>;
  /** Database of the test's own; else a clone of the template. */
  readonly databaseUrl?: string;
  /** What the servers are told instead, such as a proxy's address. */
  readonly viaUrl?: string;
}

/** Several servers on one database, the agent that they ask, and a look into what they have stored. */
export class Scene {
  private constructor(
    readonly agent: OpenAiStandIn,
    readonly replicas: Replicas,
    readonly store: HistoryStore,
    private readonly drop: () => Promise<void>,
  ) {}

  /** The agent answers with a fingerprint of what it was shown: see `prefixAnswer`. */
  static async set({ count, env, databaseUrl, viaUrl }: SceneOptions): Promise<Scene> {
    const database = databaseUrl === undefined ? await cloneDatabase() : null;
    const url = databaseUrl ?? database?.url ?? '';
    const agent = await OpenAiStandIn.start();
    agent.mode = { kind: 'made', make: ({ shown }) => prefixAnswer(shown) };
    const replicas = await Replicas.start({
      count,
      databaseUrl: viaUrl ?? url,
      agent,
      ...(env && { env }),
    });
    return new Scene(agent, replicas, await HistoryStore.open(url), async () => database?.drop());
  }

  /** An empty conversation of a new device. */
  async conversation(): Promise<SharedConversation> {
    const client = new ApiClient(this.replicas.anyUrl(() => 0));
    const { deviceId } = client;
    const { body } = await client.call<{ id: string }>('/conversations', { json: { device_id: deviceId } });
    return { id: body.id, deviceId };
  }

  /** That many empty conversations. */
  conversations(count: number): Promise<SharedConversation[]> {
    return Promise.all(Array.from({ length: count }, () => this.conversation()));
  }

  /** A caller who owns the conversation, at the replica with that index. */
  clientOf({ deviceId }: SharedConversation, index = 0): ApiClient {
    const replica = this.replicas.all[index];
    if (!replica) throw new Error(`there is no replica ${index}`);
    return new ApiClient(replica.url, deviceId);
  }

  /** What is stored once every turn has ended, or after `patienceMs` what is stored then. */
  async settled(patienceMs = 15_000): Promise<StoredHistory> {
    const endsAt = performance.now() + patienceMs;
    for (;;) {
      const stored = await this.store.read();
      if (stored.open === 0 || performance.now() > endsAt) return stored;
      await delay(POLL_MS);
    }
  }

  async clear(): Promise<void> {
    await this.replicas.kill();
    await this.agent.close();
    await this.store.close();
    await this.drop();
  }
}

/** Comes back when the condition holds; the test's own time limit bounds it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(POLL_MS);
}

/** A key that nobody has used. */
export const newKey = (): string => randomUUID();
