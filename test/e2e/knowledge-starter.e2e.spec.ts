import { UNKNOWN } from '../../src/agent/small-talk.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const ADMIN_TOKEN = 'a token of the admins';
const headers = { Authorization: `Bearer ${ADMIN_TOKEN}` };
const QUESTION = 'How do I connect Facebook Messenger?';

interface ListBody {
  readonly documents: readonly { id: string; source: string }[];
}

let database: TestDatabase;
let app: TestApp;

beforeEach(async () => {
  database = await cloneDatabase();
  app = await startApp({ env: { ADMIN_TOKEN }, database });
});
afterEach(async () => {
  await app.stop();
  await database.drop();
});

async function restart(): Promise<void> {
  await app.stop();
  app = await startApp({ env: { ADMIN_TOKEN }, database });
}

const answer = async (): Promise<string> => (await app.client().chat(QUESTION)).body.response;

describe('a starter document', () => {
  it('that an admin deleted is gone after a restart too, and the others are there', async () => {
    const { body } = await app.client().call<ListBody>('/knowledge/documents', { headers });
    const { id } = body.documents.find(({ source }) => source === 'starter/messenger.md') ?? { id: '' };
    await app.client().call(`/knowledge/documents/${id}`, { method: 'DELETE', headers });

    await restart();

    const { body: left } = await app.client().call<ListBody>('/knowledge/documents', { headers });
    expect(left.documents).toHaveLength(body.documents.length - 1);
    expect(await answer()).toBe(UNKNOWN.en);
  });

  it('that an admin replaced stays replaced after a restart', async () => {
    const json = { source: 'starter/messenger.md', content: `## ${QUESTION}\nAsk Ada, room 7.` };
    await app.client().call('/knowledge/documents', { json, headers });

    await restart();

    expect(await answer()).toBe('Ask Ada, room 7.');
  });
});
