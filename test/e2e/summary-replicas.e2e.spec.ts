import { eventually } from '../support/eventually.js';
import { redisDump } from '../support/redis-dump.js';
import { RedisApps } from '../support/redis-apps.js';
import { memoryOf, noteTaker, say, storedSummaries, summaryThrough } from '../support/summaries.js';

const FACT = 'My dog is called Rex.';

let apps: RedisApps;

beforeAll(async () => {
  apps = await RedisApps.start({ CONVERSATION_MEMORY_SIZE: '4' });
});
beforeEach(() => {
  apps.agent.reset();
  apps.agent.summaryMode = noteTaker;
});
afterAll(() => apps.stop());

/** Comes back when the model has been asked that often for a summary of the conversation. */
const asked = (id: string, times: number): Promise<true> =>
  eventually(
    async () => apps.agent.summaries.filter(({ summarized }) => summarized === id).length >= times || null,
  );

describe('a summary that one replica has made', () => {
  it('is told by another, from the cache', async () => {
    const here = apps.one.client();
    const there = apps.other.client(here.deviceId);
    const id = await say(here, [FACT, 'Two']);
    await summaryThrough(here, id, 2);
    const cached = await eventually(async () => {
      const { body } = await memoryOf(there, id);
      return body.source === 'cache' && body.summary ? body : null;
    });

    await say(there, ['Three'], id);

    expect(cached.summary).toEqual({ text: FACT, through_seq: 2 });
    expect(apps.agent.requests.at(-1)?.body.messages[0]?.content).toContain(FACT);
  });

  it('is the only one, where two fold the same at once', async () => {
    const here = apps.one.client();
    const there = apps.other.client(here.deviceId);
    const gate = Promise.withResolvers<null>();
    let made = 0;
    apps.agent.summaryMode = {
      kind: 'made',
      make: async () => {
        made += 1;
        const mine = `${FACT} Made as number ${made}.`;
        await gate.promise;
        return mine;
      },
    };
    const id = await say(here, [FACT, 'Two']);
    await asked(id, 1);
    await say(there, ['Three'], id); // Folded by the other one, which knows nothing of it.
    await asked(id, 2);
    gate.resolve(null);
    apps.agent.summaryMode = noteTaker;
    const text = await summaryThrough(here, id, 4);

    const [stored] = (await storedSummaries(apps.database.url)).filter((row) => row.conversation_id === id);
    expect(stored).toMatchObject({ text, through_seq: '4' });
    expect(text.match(/Made as number/g)).toHaveLength(1);
    expect(text.startsWith(FACT)).toBe(true);
  });

  it('is nowhere any more once its conversation is erased', async () => {
    const client = apps.one.client();
    const secret = `My secret is ${crypto.randomUUID()}.`;
    const id = await say(client, [secret, 'Two']);
    await summaryThrough(client, id, 2);

    await client.asDevice(`/conversations/${id}`, { method: 'DELETE' });

    await eventually(async () => {
      const dump = await redisDump(apps.redis.url);
      return dump.some((text) => text.includes(secret)) ? null : true;
    });
    expect(JSON.stringify(await storedSummaries(apps.database.url))).not.toContain(secret);
  });

  it('is found in the database where Redis has lost it', async () => {
    const client = apps.one.client();
    const id = await say(client, [FACT, 'Two']);
    await summaryThrough(client, id, 2);
    await apps.killRedis();

    await say(client, ['Three'], id);
    await apps.reviveRedis();

    expect(apps.agent.requests.at(-1)?.body.messages[0]?.content).toContain(FACT);
  });
});
