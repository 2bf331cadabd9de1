import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/api.js';
import { RedisApps } from '../support/redis-apps.js';

const LIMIT = 60;
const REQUESTS = 70;
/** Combining: the letter and its accent are two characters. */
const DECOMPOSED = 'Zoe\u0308';
const COMPOSED = 'Zo\u00eb';

let apps: RedisApps;

beforeAll(async () => {
  apps = await RedisApps.start({ RATE_LIMIT_PER_DEVICE: String(LIMIT) });
});
afterAll(() => apps.stop());

/** One request at each replica in turn, with each spelling of the device in turn. */
async function askInTurn(times: number, spellings: readonly string[]): Promise<Answer<unknown>[]> {
  const answers: Answer<unknown>[] = [];
  for (let index = 0; index < times; index += 1) {
    const app = index % 2 === 0 ? apps.one : apps.other;
    const device = encodeURIComponent(spellings[Math.floor(index / 2) % spellings.length] ?? '');
    answers.push(await app.client().call(`/conversations?device_id=${device}`));
  }
  return answers;
}

const passed = (answers: readonly Answer<unknown>[]): number =>
  answers.filter(({ status }) => status === 200).length;

describe('RATE_LIMIT_PER_DEVICE over two replicas', () => {
  it('lets 60 of 70 requests of a minute pass, and tells in whole seconds when the next may come', async () => {
    const answers = await askInTurn(REQUESTS, [randomUUID()]);

    const refused = answers.slice(LIMIT);
    expect(passed(answers.slice(0, LIMIT))).toBe(LIMIT);
    for (const { status, headers, body } of refused) {
      const seconds = headers.get('Retry-After') ?? '';
      expect(status).toBe(429);
      expect(seconds).toMatch(/^([1-9]|[1-5]\d|60)$/);
      expect(body).toMatchObject({ error: 'rate_limited', retry_after: Number(seconds) });
      expect([headers.get('RateLimit-Remaining'), headers.get('RateLimit-Reset')]).toEqual(['0', seconds]);
    }
  });

  it('lets messages and other requests draw on one budget', async () => {
    const here = apps.one.client();
    const there = apps.other.client(here.deviceId);
    const { body } = await here.chat('Hello');

    const statuses: number[] = [];
    for (let index = 1; index < REQUESTS; index += 1) {
      const answer =
        index % 5 === 0
          ? await here.chat('Thanks', { conversation_id: body.conversation_id })
          : await there.asDevice('/conversations');
      statuses.push(answer.status);
    }

    expect(statuses).toEqual(Array.from(statuses, (_, index) => (index + 1 < LIMIT ? 200 : 429)));
  });

  it('gives no second budget for white space, brackets, control characters or another form of a letter', async () => {
    const id = randomUUID();
    const spellings = [
      ` ${id}${COMPOSED}`,
      `${id}${DECOMPOSED}\t`,
      `\u2003${id}<${COMPOSED}>`,
      `${id}"${DECOMPOSED}\u0000`,
      `${id}${COMPOSED}\u202e`,
    ];

    expect(passed(await askInTurn(REQUESTS, spellings))).toBe(LIMIT);
  });

  it('knows devices apart by letter case, since that is what makes them two owners', async () => {
    const id = `Device-${randomUUID()}`;

    const answers = await askInTurn(REQUESTS, [id]);
    const others = await askInTurn(2, [id.toLowerCase()]);

    expect([passed(answers), passed(others)]).toEqual([LIMIT, 2]);
  });
});
