import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { REDIS_KEYS } from '../../src/redis/redis-keys.js';
import { shown } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';
import { RedisApps } from '../support/redis-apps.js';
import { UserClient } from '../support/user-client.js';

const TURNS = 5;
/** So much that nothing is summarized beside the turns, which makes trips of its own. */
const SHOWN_MESSAGES = '100';
/** A subscriber shows that it lives. */
const BACKGROUND = ['ping'];

let apps: RedisApps;
let redis: Redis;
let monitor: Redis;
/** Commands that came from outside of scripts, in small letters. */
let commands: string[];

beforeAll(async () => {
  apps = await RedisApps.start({ ROLE: 'web', CONVERSATION_MEMORY_SIZE: SHOWN_MESSAGES });
  redis = new Redis(apps.redis.url);
  monitor = await redis.monitor();
  monitor.on('monitor', (_time: string, [name = '', detail = '']: string[], source: string) => {
    if (source !== 'lua') commands.push(name === 'echo' ? detail : name.toLowerCase());
  });
});
beforeEach(() => {
  commands = [];
  apps.agent.reset();
});
afterAll(async () => {
  monitor.disconnect();
  redis.disconnect();
  await apps.stop();
});

/** Comes back when the monitor has told of everything up to now. */
async function heardOut(): Promise<void> {
  const marker = randomUUID();
  await redis.echo(marker);
  await eventually(async () => commands.includes(marker) || null);
}

/** The commands of the work, once there are as many as it takes at least. */
async function commandsOf(work: () => Promise<unknown>, least: number): Promise<string[]> {
  await heardOut();
  commands = [];
  await work();
  const counted = () => commands.filter((name) => !BACKGROUND.includes(name));
  await eventually(async () => counted().length >= least || null);
  await heardOut();
  return counted().slice(0, -1); // Without the mark that the work is over.
}

/** Comes back when Redis has the memory of that many turns, which is the last that a turn does. */
const settled = (conversationId: string, turns: number): Promise<true> =>
  eventually(async () => {
    const memory = await redis.get(REDIS_KEYS.memory(conversationId));
    return memory?.startsWith(`{"value":"0.${turns}.`) || null;
  });

const scripts = (count: number): string[] => Array.from({ length: count }, () => 'evalsha');

describe('a message in a conversation that is there', () => {
  it('of a device makes two trips to Redis: one before its work, one after', async () => {
    const client = apps.one.client();
    const { body } = await client.chat('Hello');
    await client.chat('Are the scripts known now?', { conversation_id: body.conversation_id });
    await settled(body.conversation_id, 2);

    const found = await commandsOf(async () => {
      for (let turn = 0; turn < TURNS; turn += 1)
        await client.chat(`What is number ${turn}?`, { conversation_id: body.conversation_id });
    }, 2 * TURNS);

    expect(found).toEqual(scripts(2 * TURNS));
  });

  it('of a user makes three: the budget of the address is asked before anybody believes the token', async () => {
    const user = await UserClient.signIn(apps.one.url);
    const { body } = await user.chat('Hello');
    await user.chat('Are the scripts known now?', { conversation_id: body.conversation_id });
    await settled(body.conversation_id, 2);

    const found = await commandsOf(async () => {
      for (let turn = 0; turn < TURNS; turn += 1)
        await user.chat(`What is number ${turn}?`, { conversation_id: body.conversation_id });
    }, 3 * TURNS);

    expect(found).toEqual(scripts(3 * TURNS));
  });

  it('finds its memory by those trips, wherever the turn before was answered', async () => {
    const here = apps.one.client();
    const there = apps.other.client(here.deviceId);
    const { body } = await here.chat('What is number 0?');
    await settled(body.conversation_id, 1);

    const found = await commandsOf(async () => {
      for (let turn = 1; turn <= TURNS; turn += 1)
        await (turn % 2 === 0 ? here : there).chat(`What is number ${turn}?`, {
          conversation_id: body.conversation_id,
        });
    }, 2 * TURNS);

    expect(found).toEqual(scripts(2 * TURNS));
    expect(apps.agent.requests.map((request) => shown(request).length)).toEqual([1, 3, 5, 7, 9, 11]);
  });
});

describe('anything else that a device asks', () => {
  it('makes one trip', async () => {
    const client = apps.one.client();

    const found = await commandsOf(() => client.asDevice('/conversations'), 1);

    expect(found).toEqual(scripts(1));
  });

  it.each(['/health', '/', '/docs'])('makes none where no limit holds: %s', async (path) => {
    const found = await commandsOf(() => fetch(`${apps.one.url}${path}`), 0);

    expect(found).toEqual([]);
  });
});
