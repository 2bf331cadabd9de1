import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import {
  type ConversationItem,
  type ConversationListBody,
  ISO_TIME,
  UUID_V7,
} from '../support/api-bodies.js';
import { insertConversations } from '../support/stored-rows.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => {
  client = app.client();
});
afterAll(() => app.stop());

const list = <Body = ConversationListBody>(query = ''): Promise<Answer<Body>> =>
  client.asDevice(`/conversations${query}`);

const ids = ({ body }: Answer<ConversationListBody>): string[] => body.conversations.map(({ id }) => id);

async function open(title: string): Promise<string> {
  const { body } = await client.asDevice<ConversationItem>('/conversations', { json: { title } });
  return body.id;
}

/** The newest first, as they should be listed when none is changed. */
async function insertMany(count: number): Promise<string[]> {
  return (await insertConversations(app.databaseUrl, { deviceId: client.deviceId, count })).reverse();
}

describe('GET /conversations', () => {
  it('gives id, title, message_count, times and platform of each', async () => {
    const { body: chat } = await client.chat('Hello there');

    const { status, body } = await list();

    expect(status).toBe(200);
    expect(body).toEqual({
      conversations: [
        {
          id: chat.conversation_id,
          title: 'Hello there',
          message_count: 2,
          created_at: expect.stringMatching(ISO_TIME),
          updated_at: expect.stringMatching(ISO_TIME),
          platform: 'web',
          last_activity: expect.stringMatching(ISO_TIME),
        },
      ],
      total: 1,
      limit: 50,
      offset: 0,
    });
    expect(chat.conversation_id).toMatch(UUID_V7);
  });

  it('is empty for a device that never spoke', async () => {
    expect((await list()).body).toEqual({ conversations: [], total: 0, limit: 50, offset: 0 });
  });

  it('puts the newest activity first', async () => {
    const first = await open('First');
    const second = await open('Second');
    const third = await open('Third');

    await client.chat('Hello', { conversation_id: first });

    expect(ids(await list())).toEqual([first, third, second]);
  });

  it('moves a renamed conversation to the front', async () => {
    const first = await open('First');
    const second = await open('Second');

    await client.asDevice(`/conversations/${first}`, { method: 'PATCH', json: { title: 'Renamed' } });

    expect(ids(await list())).toEqual([first, second]);
  });

  it('does not list an erased conversation', async () => {
    const first = await open('First');
    const second = await open('Second');

    await client.asDevice(`/conversations/${first}`, { method: 'DELETE' });

    const answer = await list();
    expect([ids(answer), answer.body.total]).toEqual([[second], 1]);
  });

  it('breaks ties by id, descending', async () => {
    const newestFirst = await insertMany(5);

    expect(ids(await list())).toEqual(newestFirst);
  });

  it('gives 50 from the first on where nothing else is asked', async () => {
    const all = await insertMany(51);

    const answer = await list();

    expect(ids(answer)).toEqual(all.slice(0, 50));
    expect(answer.body).toMatchObject({ total: 51, limit: 50, offset: 0 });
  });

  it.each([
    ['?limit=2', 0, 2],
    ['?limit=2&offset=1', 1, 3],
    ['?limit=2&offset=4', 4, 5],
    ['?offset=3', 3, 5],
    ['?limit=1', 0, 1],
    ['?limit=100', 0, 5],
    ['?offset=5', 5, 5],
    ['?offset=999999999999999', 5, 5],
    ['?colour=red', 0, 5],
  ])('cuts the part out that is asked for: %s', async (query, start, end) => {
    const all = await insertMany(5);

    const answer = await list(query);

    expect([answer.status, ids(answer), answer.body.total]).toEqual([200, all.slice(start, end), 5]);
  });

  it('repeats limit and offset', async () => {
    expect((await list('?limit=7&offset=3')).body).toMatchObject({ limit: 7, offset: 3 });
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', '-1'],
    ['limit', '1.5'],
    ['limit', '1e1'],
    ['limit', '0x10'],
    ['limit', 'ten'],
    ['limit', ''],
    ['limit', 'NaN'],
    ['limit', '99999999999999999999'],
    ['limit', '10&limit=20'],
    ['offset', '-1'],
    ['offset', '0.5'],
    ['offset', 'one'],
    ['offset', ''],
    ['offset', '99999999999999999999'],
    ['offset', "1'%20OR%201=1"],
  ])('refuses %s=%s with 400', async (field, value) => {
    const { status, body } = await list<ErrorBody>(`?${field}=${value}`);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details?.map((problem) => problem.field)).toEqual([field]);
  });

  it('names every field that is wrong', async () => {
    const { body } = await list<ErrorBody>('?limit=0&offset=-1');

    expect(body.details?.map(({ field }) => field).sort()).toEqual(['limit', 'offset']);
  });
});
