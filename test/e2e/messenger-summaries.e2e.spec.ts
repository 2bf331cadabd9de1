import { shown } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import { eventOf, newMid, newPsid, textFrom } from '../support/messenger-page.js';
import { noteTaker, storedSummaries } from '../support/summaries.js';

let app: MessengerApp;
let psid: string;

beforeAll(async () => {
  app = await startMessengerApp({ CONVERSATION_MEMORY_SIZE: '4' });
});
beforeEach(() => {
  app.agent.reset();
  app.agent.summaryMode = noteTaker;
  psid = newPsid();
});
afterAll(() => app.stop());

/** Says it, and waits for its answer. */
async function hear(text: string, count: number, mid?: string): Promise<void> {
  await app.hear(textFrom(psid, text, mid));
  await app.seen(psid, count);
}

const summaryWith = (text: string): Promise<true> =>
  eventually(async () => {
    const summaries = await storedSummaries(app.databaseUrl);
    return summaries.some((summary) => summary.text.includes(text)) || null;
  });

describe('a conversation on Messenger', () => {
  it('is summarized, and the summary told with the next question', async () => {
    await hear('My dog is called Rex.', 1);
    await hear('Two', 2);
    await summaryWith('Rex');

    await hear('Three', 3);

    const request = app.agent.requests.at(-1);
    expect(request && shown(request).at(-1)).toBe('Three');
    expect(request?.body.messages[0]?.content).toContain('My dog is called Rex.');
  });

  it('forgets in its summary what was unsent, at once, and is summarized anew', async () => {
    const mid = newMid();
    await hear('My secret is 4711.', 1, mid);
    await hear('My cat is called Tom.', 2);
    await hear('Three', 3);
    await summaryWith('Tom');

    await app.hear(eventOf(psid, { message: { mid, is_deleted: true } }));
    const left = JSON.stringify(await storedSummaries(app.databaseUrl));
    await hear('Four', 4);
    const request = app.agent.requests.at(-1);
    await summaryWith('Tom');

    expect(left).not.toContain('4711');
    expect(request?.body.messages[0]?.content).not.toContain('4711');
    expect(JSON.stringify(await storedSummaries(app.databaseUrl))).not.toContain('4711');
  });

  it('keeps its summary where what was unsent came later', async () => {
    const mid = newMid();
    await hear('My bird is called Pip.', 1);
    await hear('Two', 2);
    await summaryWith('Pip');
    await hear('A slip of the tongue', 3, mid);
    const before = app.agent.summaries.length;

    await app.hear(eventOf(psid, { message: { mid, is_deleted: true } }));
    await hear('Four', 4);

    expect(app.agent.requests.at(-1)?.body.messages[0]?.content).toContain('My bird is called Pip.');
    expect(before).toBeGreaterThan(0);
  });
});
