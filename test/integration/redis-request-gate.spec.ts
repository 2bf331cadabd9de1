import { createSecretKey } from 'node:crypto';
import { Redis } from 'ioredis';
import { SignJWT } from 'jose';
import { ownerHash } from '../../src/auth/owner.js';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import { RequestGate } from '../../src/throttle/request-gate.service.js';
import { type Answer, type EdgeApp, startEdgeApp } from '../support/edge-app.js';
import { eventually } from '../support/eventually.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';

const SECRET = 'a secret of at least thirty-two bytes';
const LIMIT = 60;
const REQUESTS = 70;

const counterOf = (id: string, kind: 'device' | 'user' = 'device'): string =>
  REDIS_KEYS.budget(ownerHash({ kind, id }));

const left = ({ headers }: Answer): (string | null)[] =>
  ['RateLimit-Limit', 'RateLimit-Remaining'].map((name) => headers.get(name));

const secondsIn = ({ headers }: Answer, name: string): number => Number(headers.get(name));

const passed = (answers: readonly Answer[]): number => answers.filter(({ status }) => status === 200).length;

describe(`${RequestGate.name} of two replicas with one Redis`, () => {
  let server: TestRedis;
  let redis: Redis;
  let replicas: [EdgeApp, EdgeApp];

  beforeEach(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    redis.on('error', () => undefined); // Some tests end its server.
    replicas = [await startReplica(), await startReplica()];
    for (const replica of replicas) await counted(replica);
  });

  afterEach(async () => {
    redis.disconnect();
    for (const replica of replicas) await replica.stop();
    await server.stop();
  });

  const startReplica = () =>
    startEdgeApp({
      env: {
        REDIS_URL: server.url,
        RATE_LIMIT_PER_DEVICE: String(LIMIT),
        RATE_LIMIT_PER_IP: '100',
        TRUST_PROXY: '1',
        JWT_SECRET: SECRET,
      },
    });

  /** Comes back when the replica counts in Redis, and leaves that empty. */
  async function counted(replica: EdgeApp): Promise<void> {
    await eventually(async () => {
      await ask(replica, 'nobody', '192.0.2.255');
      return (await redis.dbsize()) > 0 || null;
    });
    await redis.flushall();
  }

  const ask = (replica: EdgeApp, device: string, address = '192.0.2.1'): Promise<Answer> =>
    replica.call('/notes', { headers: { 'X-Device-Id': device, 'X-Forwarded-For': address } });

  async function askOften(times: number, replicaOf: (index: number) => EdgeApp): Promise<Answer[]> {
    const answers = [];
    for (let index = 0; index < times; index += 1)
      answers.push(await ask(replicaOf(index), 'phone', `192.0.2.${index + 1}`));
    return answers;
  }

  const inTurn = (index: number): EdgeApp => replicas[index % 2 === 0 ? 0 : 1];

  it('lets 60 of 70 requests of a device pass, whichever replica they meet', async () => {
    const answers = await askOften(REQUESTS, inTurn);

    const statuses = answers.map(({ status }) => status);
    expect(statuses).toEqual(Array.from(statuses, (_, index) => (index < LIMIT ? 200 : 429)));
    expect(answers.map(({ headers }) => Number(headers.get('RateLimit-Remaining')))).toEqual(
      Array.from(statuses, (_, index) => Math.max(0, LIMIT - 1 - index)),
    );
  });

  it('lets 60 of 70 pass that come all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: REQUESTS }, (_, index) => ask(inTurn(index), 'phone', `192.0.2.${index + 1}`)),
    );

    expect(passed(answers)).toBe(LIMIT);
  });

  it('counts each request once, in Redis too', async () => {
    for (let request = 0; request < 3; request += 1) await ask(inTurn(request), 'phone');
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('alice')
      .setExpirationTime('5m')
      .sign(createSecretKey(SECRET, 'utf8'));
    const headers = { Authorization: `Bearer ${token}`, 'X-Forwarded-For': '192.0.2.2' };
    const answer = await replicas[0].call('/api/alice/notes', { headers });

    const keys = await redis.keys('*');
    expect(await redis.mget(counterOf('phone'), counterOf('alice', 'user'))).toEqual(['3', '1']);
    expect((await redis.mget(keys)).toSorted()).toEqual(['1', '1', '3', '3']); // Two owners, two addresses.
    expect(left(answer)).toEqual(['60', '59']);
  });

  it('keeps a replica’s own count when Redis forgets everything, again and again', async () => {
    const answers = [];
    for (let tenth = 0; tenth < REQUESTS / 10; tenth += 1) {
      answers.push(...(await askOften(10, () => replicas[0])));
      await redis.flushall();
    }

    expect(passed(answers)).toBe(LIMIT);
  });

  it('counts by itself while Redis is away, from where both had come', async () => {
    const before = await askOften(40, () => replicas[0]);
    await server.stop();

    const after = await askOften(30, () => replicas[0]);

    expect([passed(before), passed(after)]).toEqual([40, 20]);
    expect(after.slice(0, 1).map(left)).toEqual([['60', '19']]);
  });

  it('counts over both replicas again when Redis is back', async () => {
    await server.stop();
    await askOften(30, () => replicas[0]);
    server = await eventually(() => startRedis({ port: server.port }).catch(() => null));
    await eventually(async () => {
      await ask(replicas[0], 'nobody', '192.0.2.255');
      return (await redis.dbsize()) > 0 || null;
    });
    await eventually(async () => {
      await ask(replicas[1], 'somebody', '192.0.2.254');
      return (await redis.exists(counterOf('somebody'))) > 0 || null;
    });

    const there = await askOften(50, () => replicas[1]);
    const here = await askOften(20, () => replicas[0]);

    expect([passed(there), passed(here)]).toEqual([50, 10]);
  });

  it('ends the window of a replica with that of all', async () => {
    await ask(replicas[0], 'phone');
    await redis.pexpire(counterOf('phone'), 5000);
    const shared = await ask(replicas[1], 'phone');

    await server.stop();
    const alone = await ask(replicas[1], 'phone');

    expect(secondsIn(shared, 'RateLimit-Reset')).toBeLessThanOrEqual(5);
    expect(secondsIn(alone, 'RateLimit-Reset')).toBeLessThanOrEqual(5);
    expect(left(alone)).toEqual(['60', '58']);
  });

  it('says in whole seconds when a refused device may come again', async () => {
    await redis.set(counterOf('phone'), LIMIT, 'PX', 4500);

    const answer = await ask(replicas[0], 'phone');

    expect(answer.status).toBe(429);
    expect(answer.headers.get('Retry-After')).toMatch(/^[1-5]$/);
    expect(answer.headers.get('RateLimit-Reset')).toBe(answer.headers.get('Retry-After'));
  });

  it('gives a counter that never ends a window of its own', async () => {
    await redis.set(counterOf('phone'), 7);

    const answer = await ask(replicas[0], 'phone');

    expect(left(answer)).toEqual(['60', '52']);
    expect(await redis.pttl(counterOf('phone'))).toBeGreaterThan(30_000);
  });

  it('does not spend a device’s budget where that of the address is spent', async () => {
    for (let request = 0; request < 100; request += 1) await ask(inTurn(request), `device ${request}`);

    const refused = [await ask(replicas[0], 'phone'), await ask(replicas[1], 'phone')];
    const elsewhere = await ask(replicas[1], 'phone', '198.51.100.1');

    expect(refused.map(left)).toEqual([
      ['100', '0'],
      ['100', '0'],
    ]);
    expect(left(elsewhere)).toEqual(['60', '59']);
  });
});
