import { Redis } from 'ioredis';
import { RedisClient } from '../../src/redis/redis.client.js';
import { RedisUnavailableError } from '../../src/redis/redis.errors.js';
import { redisScript } from '../../src/redis/redis-script.js';
import { replyCutter } from '../faults/harness/redis-replies.js';
import { eventually } from '../support/eventually.js';
import { available, connectedClient, leftAlone, NotedListener, startClient } from '../support/redis-lab.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { type Tamper, TcpProxy } from '../support/tcp-proxy.js';

/** Gives the nonce, and what it was asked. */
const REPEAT = redisScript('return {ARGV[1], ARGV[2]}');
/** Gives no nonce. */
const FORGETFUL = redisScript('return {ARGV[2]}');
const BROKEN = redisScript("return redis.call('NO SUCH COMMAND')");

/** A reply to the probe, and one to something else. */
const PROBED = /^\$36\r\n/;
const ANOTHER = Buffer.from('$5\r\nwrong\r\n');

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** Everybody gets the reply to the question before. */
function crossed(): Tamper {
  let before: Buffer | null = null;
  return (reply) => {
    const given = before ?? reply;
    before = reply;
    return given;
  };
}

describe(RedisClient.name, () => {
  let server: TestRedis;
  let client: RedisClient;
  let listener: NotedListener;

  beforeEach(async () => {
    server = await startRedis();
    listener = new NotedListener();
    client = await connectedClient(server.url, listener);
  });

  afterEach(async () => {
    client.onModuleDestroy();
    await server.stop();
  });

  const ask = (text: string, asked = client) => asked.run(REPEAT, [], [text]);

  /** Names the connection that is used now. */
  const connectionId = (asked = client) => asked.use((connection) => connection.client('ID'));

  /** Everybody's. */
  async function connectionIds(): Promise<string[]> {
    const clients = await client.use((connection) => connection.client('LIST'));
    return [...String(clients).matchAll(/^id=(\d+)/gm)].map(([, id]) => String(id));
  }

  it('gives the reply of a script, and leaves nobody to be told', async () => {
    const replies = await Promise.all(['one', 'two', 'three'].map((text) => ask(text)));

    expect(replies).toEqual([['one'], ['two'], ['three']]);
    expect(listener.heard).toEqual([]);
  });

  it('lets what is asked in one turn of the event loop leave in one piece', async () => {
    const waiting: number[] = [];
    const answers = ['one', 'two'].map((text) =>
      client.use((connection) => {
        const answer = connection.echo(text);
        if ('stream' in connection) waiting.push(connection.stream.writableLength);
        return answer;
      }),
    );

    expect(waiting[0]).toBeGreaterThan(0);
    expect(waiting[1]).toBeGreaterThan(waiting[0] ?? 0);
    expect(await Promise.all(answers)).toEqual(['one', 'two']);
  });

  it('sends a script again that Redis has forgotten', async () => {
    await ask('known');
    await client.use((connection) => connection.script('FLUSH'));

    expect(await ask('forgotten')).toEqual(['forgotten']);
    expect(client.isAvailable).toBe(true);
  });

  it('speaks to the database and with the password of its URL', async () => {
    const owner = new Redis(server.url);
    await owner.config('SET', 'requirepass', 's/e:c@r%t#');
    const secret = await connectedClient(`redis://:s%2Fe%3Ac%40r%25t%23@127.0.0.1:${server.port}/3`);
    const stranger = await startClient(server.url);

    await secret.use((connection) => connection.set('where', 'here'));
    await owner.select(3);

    expect([await owner.get('where'), stranger.isAvailable]).toEqual(['here', false]);
    for (const used of [secret, stranger]) used.onModuleDestroy();
    owner.disconnect();
  });

  it('leaves a Redis alone that hangs: one call waits, the next ones are not even sent', async () => {
    server.signal('SIGSTOP');

    await expect(ask('first')).rejects.toThrow(RedisUnavailableError);
    const sent = jest.fn();
    await expect(client.use(sent)).rejects.toThrow(RedisUnavailableError);
    const isAvailable = [client.isAvailable];
    server.signal('SIGCONT');
    await available(client);

    expect(isAvailable).toEqual([false]);
    expect(sent).not.toHaveBeenCalled();
    expect(await ask('again')).toEqual(['again']);
    expect(listener.heard).toEqual(['lost', 'back']);
  });

  it('tells once of all calls that a hanging Redis keeps waiting', async () => {
    server.signal('SIGSTOP');

    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => ask('anybody?')));
    server.signal('SIGCONT');
    await available(client);

    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(listener.heard).toEqual(['lost', 'back']);
  });

  it('takes no reply to another question, and does not use a connection again that is out of step', async () => {
    const proxy = await TcpProxy.start(server.url, replyCutter);
    const behind = await connectedClient(proxy.url, listener);
    const firstId = await connectionId(behind);
    await ask('known', behind);
    proxy.tamper = crossed();
    await ask('first', behind); // Its reply is what everybody after it gets.

    const replies = await Promise.allSettled([ask('second', behind), ask('third', behind)]);
    const wasLeft = !behind.isAvailable;
    proxy.heal();
    await available(behind);

    expect(replies).toMatchObject([
      { status: 'rejected', reason: expect.any(RedisUnavailableError) },
      { status: 'rejected', reason: expect.any(RedisUnavailableError) },
    ]);
    expect(wasLeft).toBe(true);
    expect(await ask('again', behind)).toEqual(['again']);
    expect(await connectionId(behind)).not.toBe(firstId);
    behind.onModuleDestroy();
    await proxy.close();
  });

  it('does not go on with a connection on which even the probe gets another reply', async () => {
    const proxy = await TcpProxy.start(server.url, replyCutter);
    proxy.tamper = (reply) => (PROBED.test(reply.toString()) ? ANOTHER : reply);
    const behind = await startClient(proxy.url);
    const lied = [behind.isAvailable, ...(await connectionIds())];

    proxy.heal();
    await available(behind);

    expect(lied).toContain(false);
    expect(lied).not.toContain(String(await connectionId(behind)));
    behind.onModuleDestroy();
    await proxy.close();
  });

  it('takes a reply without the nonce for one to another question', async () => {
    await expect(client.run(FORGETFUL, [], ['x'])).rejects.toThrow(RedisUnavailableError);

    await available(client);
    expect(listener.heard).toEqual(['lost', 'back']);
  });

  it('leaves a Redis alone that refuses a script, and says why', async () => {
    const refusal = client.run(BROKEN, [], []);

    await expect(refusal).rejects.toMatchObject({ cause: expect.any(Error) });
    expect(client.isAvailable).toBe(false);
    await available(client);
  });

  it('is left by a Redis that is killed, and uses the next one at its place', async () => {
    const { port } = server;
    await server.stop();
    await leftAlone(client);
    await expect(ask('anybody?')).rejects.toThrow(RedisUnavailableError);

    server = await eventually(() => startRedis({ port }).catch(() => null));
    await available(client);

    expect(await ask('again')).toEqual(['again']);
    expect(listener.heard).toEqual(['lost', 'back']);
  });

  it('starts without its Redis, says so, and uses it once it is there', async () => {
    const { port, url } = server;
    await server.stop();
    const told = new NotedListener();
    const early = await startClient(url, told);
    const atFirst = [early.isConfigured, early.isAvailable];

    server = await eventually(() => startRedis({ port }).catch(() => null));
    await available(early);

    expect(atFirst).toEqual([true, false]);
    expect(await ask('here', early)).toEqual(['here']);
    expect(told.heard).toEqual(['lost', 'back']);
    early.onModuleDestroy();
  });

  it('starts on a Redis that hangs, and uses it once it answers', async () => {
    server.signal('SIGSTOP');
    const early = await startClient(server.url);
    const isAvailable = [early.isAvailable];

    server.signal('SIGCONT');
    await available(early);

    expect(isAvailable).toEqual([false]);
    expect(await ask('here', early)).toEqual(['here']);
    early.onModuleDestroy();
  });

  it('leaves nothing open when it stops on a Redis that hangs', async () => {
    const before = sockets();
    const other = await connectedClient(server.url);
    server.signal('SIGSTOP');
    await ask('anybody?', other).catch(() => undefined);

    other.onModuleDestroy();

    await expect(ask('still?', other)).rejects.toThrow(RedisUnavailableError);
    await eventually(async () => sockets() <= before || null);
    server.signal('SIGCONT');
  });
});

describe(`${RedisClient.name} without REDIS_URL`, () => {
  it('is never available, and asks nobody', async () => {
    const client = await startClient();

    expect([client.isConfigured, client.isAvailable, client.isCluster]).toEqual([false, false, false]);
    await expect(client.run(REPEAT, [], ['x'])).rejects.toThrow(RedisUnavailableError);
    client.onModuleDestroy();
  });
});
