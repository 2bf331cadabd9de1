import { askStandIn } from './agent-env.js';
import { startApp, type TestApp } from './app.js';
import { cloneDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { OpenAiStandIn } from './openai-stand-in.js';
import { startRedis, type TestRedis } from './redis-server.js';

/** Two replicas of Parley with one agent, one database, and one Redis of their own. */
export class RedisApps {
  private constructor(
    readonly agent: OpenAiStandIn,
    readonly database: TestDatabase,
    public redis: TestRedis,
    readonly one: TestApp,
    readonly other: TestApp,
  ) {}

  /** Comes back when both use Redis. */
  static async start(env: Record<string, string> = {}): Promise<RedisApps> {
    const [agent, database, redis] = await Promise.all([
      OpenAiStandIn.start(),
      cloneDatabase(),
      startRedis(),
    ]);
    const options = { database, env: askStandIn(agent, { REDIS_URL: redis.url, ...env }) };
    const apps = new RedisApps(agent, database, redis, await startApp(options), await startApp(options));
    await apps.useRedis('ok');
    return apps;
  }

  /** Comes back when the readiness of both says that of Redis; who hangs is only noticed by being asked. */
  async useRedis(status: 'ok' | 'degraded'): Promise<void> {
    for (const app of [this.one, this.other])
      await eventually(async () => {
        await app.client().asDevice('/conversations');
        return (await redisHealth(app)) === status || null;
      });
  }

  /** Ends Redis and waits until both know. */
  async killRedis(): Promise<void> {
    await this.redis.stop();
    await this.useRedis('degraded');
  }

  /** Starts an empty one at the place of the one that is gone, and waits until both use it. */
  async reviveRedis(): Promise<void> {
    const { port } = this.redis;
    this.redis = await eventually(() => startRedis({ port }).catch(() => null));
    await this.useRedis('ok');
  }

  async stop(): Promise<void> {
    await Promise.all([this.one.stop(), this.other.stop()]);
    await this.agent.close();
    await this.redis.stop();
    await this.database.drop();
  }
}

async function redisHealth(app: TestApp): Promise<string | undefined> {
  const { body } = await app.client().call<HealthBody>('/health/ready');
  return body.checks['redis']?.status;
}

interface HealthBody {
  readonly checks: Readonly<Record<string, { readonly status: string }>>;
}
