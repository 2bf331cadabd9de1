import { GraphStandIn } from './graph-stand-in.js';
import { messengerSettings } from './messenger-page.js';
import { Scene, type SceneOptions, until } from './replicas-scene.js';

const OPEN = `SELECT (SELECT count(*) FROM conversations WHERE done_turn_no < last_turn_no)
  + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'unknown')) AS count`;

/** Several servers with Messenger on, a model that echoes, and a stand-in for Meta; patient with nobody. */
export class MessengerScene {
  private constructor(
    readonly graph: GraphStandIn,
    readonly servers: Scene,
  ) {}

  static async set({ env = {}, ...options }: SceneOptions): Promise<MessengerScene> {
    const graph = await GraphStandIn.start();
    const servers = await Scene.set({
      ...options,
      env: {
        ...messengerSettings(graph.url),
        MESSENGER_UNKNOWN_HOLD_MS: '8000',
        MESSENGER_SEND_TIMEOUT_MS: '5000',
        LOCK_TTL_MS: '1500',
        ...env,
      },
    });
    servers.agent.mode = { kind: 'echo' };
    return new MessengerScene(graph, servers);
  }

  /** Comes back when everything has been answered, and every answer sent or given up. */
  async rest(): Promise<void> {
    await until(async () => (await this.count(OPEN)) === 0);
  }

  /** What a query counts as `count`. */
  async count(sql: string): Promise<number> {
    const [row] = await this.servers.store.query<{ count: string }>(sql);
    return Number(row?.count);
  }

  async clear(): Promise<void> {
    await this.servers.clear();
    await this.graph.close();
  }
}
