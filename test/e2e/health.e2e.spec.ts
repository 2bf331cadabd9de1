import { type INestApplication, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { type AgentState, AgentRunner } from '../../src/agent/agent-runner.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { loadSettings } from '../../src/config/settings.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { HealthModule } from '../../src/health/health.module.js';
import { Lifecycle } from '../../src/health/lifecycle.service.js';
import { RedisClient } from '../../src/redis/redis.client.js';
import { RedisModule } from '../../src/redis/redis.module.js';
import { cloneDatabase, settingsOf, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRedis } from '../support/redis-server.js';

let database: TestDatabase;
let app: INestApplication;
let breaker: AgentState;

async function start(env: Record<string, string> = {}): Promise<INestApplication> {
  const settings = loadSettings({ ...settingsOf(database.url), ...env });
  @Module({ imports: [ConfigModule.forRoot(settings), DatabaseModule, RedisModule, HealthModule] })
  class Root {}
  const module = await Test.createTestingModule({ imports: [Root] })
    .overrideProvider(AgentRunner)
    .useValue({ state: () => breaker })
    .compile();
  const started = await module.createNestApplication({ logger: false }).init();
  const redis = started.get(RedisClient);
  await eventually(async () => !redis.isConfigured || redis.isAvailable || null); // A start does not wait long for it.
  return started;
}

/** What else is checked in a run with Redis. */
const withRedis = <T>(check: T): T[] => (app.get(RedisClient).isConfigured ? [check] : []);

const get = (path: string) => request(app.getHttpServer()).get(path);

/** Ends every connection and lets no new one in, as a database that went away does. */
async function takeDatabaseAway(): Promise<void> {
  const url = new URL(database.url);
  const name = url.pathname.slice(1);
  url.pathname = 'postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
}

beforeEach(async () => {
  breaker = 'closed';
  database = await cloneDatabase();
  app = await start();
});

afterEach(async () => {
  await app.close();
  await database.drop();
});

describe('GET /health/ready', () => {
  it('is ok when database and migrations are there', async () => {
    const { status, body } = await get('/health/ready');

    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'ok',
      checks: {
        lifecycle: { status: 'ok' },
        database: { status: 'ok', latency_ms: expect.any(Number) },
        migrations: { status: 'ok', latency_ms: expect.any(Number) },
        agent: { status: 'ok' },
        ...Object.fromEntries(withRedis(['redis', { status: 'ok' }])),
      },
    });
  });

  it('is an error with a time to come back when the database is away, and names no address', async () => {
    await takeDatabaseAway();

    const { status, body, headers, text } = await get('/health/ready');

    expect(status).toBe(503);
    expect(headers['retry-after']).toMatch(/^\d+$/);
    expect(body).toMatchObject({ status: 'error', checks: { database: { status: 'error' } } });
    expect(text).not.toContain(new URL(database.url).pathname.slice(1));
  });

  it('is an error while a migration is pending', async () => {
    await app.get(DataSource).query('DELETE FROM migrations');

    const { status, body } = await get('/health/ready');

    expect(status).toBe(503);
    expect(body).toMatchObject({ checks: { database: { status: 'ok' }, migrations: { status: 'error' } } });
  });

  it('is an error while draining', async () => {
    app.get(Lifecycle).drain();

    const { status, body } = await get('/health/ready');

    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'error', checks: { lifecycle: { status: 'error' } } });
  });

  it.each(['open', 'half-open'] as const)('is degraded but serves while the breaker is %s', async (state) => {
    breaker = state;

    const { status, body } = await get('/health/ready');

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', checks: { agent: { status: 'degraded' } } });
  });

  it('is degraded but serves while Redis is away', async () => {
    const redis = await startRedis();
    await app.close();
    app = await start({ REDIS_URL: redis.url });
    const before = await get('/health/ready');
    await redis.stop();

    const after = await eventually(async () => {
      const answer = await get('/health/ready');
      return answer.body.status === 'ok' ? null : answer;
    });

    expect(before.body).toMatchObject({ status: 'ok', checks: { redis: { status: 'ok' } } });
    expect(after.status).toBe(200);
    expect(after.body).toMatchObject({ status: 'degraded', checks: { redis: { status: 'degraded' } } });
  });
});

describe('GET /health/live', () => {
  it('stays ok when the database is away', async () => {
    await takeDatabaseAway();

    await get('/health/live').expect(200, { status: 'ok', checks: { process: { status: 'ok' } } });
  });
});

describe('GET /health/startup', () => {
  it('stays ok once the process has been ready', async () => {
    await get('/health/startup').expect(200);
    await takeDatabaseAway();

    await get('/health/startup').expect(200);
  });

  it('is an error until the process is ready', async () => {
    await takeDatabaseAway();

    await get('/health/startup').expect(503);
  });
});

describe('GET /health', () => {
  it('sums up what is checked', async () => {
    const { status, body } = await get('/health');

    expect(status).toBe(200);
    expect(Object.keys(body.checks)).toEqual([
      ...['lifecycle', 'database', 'migrations', 'agent'],
      ...withRedis('redis'),
    ]);
  });
});
