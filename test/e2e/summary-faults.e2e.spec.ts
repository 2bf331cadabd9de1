import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import type { Reply } from '../support/stand-in-replies.js';
import { noteTaker, say, summaryThrough } from '../support/summaries.js';

const FACT = 'My dog is called Rex.';
/** What the summary is without the model: what was said. */
const AS_SAID = `User: ${FACT}`;

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '4', AGENT_TIMEOUT_MS: '2000' });
});
beforeEach(async () => {
  app.agent.reset();
  client = app.client();
  await summaryThrough(client, await say(client, [FACT, 'Two']), 2); // One that succeeds: no failure is the fifth in a row.
  app.agent.reset();
});
afterAll(() => app.stop());

const asked = (id: string): number =>
  app.agent.summaries.filter(({ summarized }) => summarized === id).length;

describe('a model that, asked for a summary,', () => {
  it.each<[string, Reply]>([
    ['refuses', { kind: 'status', status: 500 }],
    ['has had enough', { kind: 'status', status: 429, retryAfter: '60' }],
    ['hangs up', { kind: 'reset' }],
    ['hangs', { kind: 'hang' }],
    ['hangs in the middle', { kind: 'hang-midway' }],
    ['says nothing', { kind: 'text', text: ' \n' }],
    ['says nothing that can be read', { kind: 'text', text: '… — …' }],
    ['talks garbage', { kind: 'garbage', body: '<html>' }],
    ['never comes to an end', { kind: 'endless' }],
  ])('%s, leaves turns alone, and the summary is made without it', async (_what, reply) => {
    app.agent.summaryMode = reply;

    const id = await say(client, [FACT, 'Two', 'Three', 'Four', 'Five']);
    const summary = await summaryThrough(client, id, 8);

    expect(app.agent.requests.map((request) => shown(request).at(-1))).toEqual([
      FACT,
      'Two',
      'Three',
      'Four',
      'Five',
    ]);
    expect(summary).toContain(AS_SAID);
    expect(asked(id)).toBeGreaterThan(0);
  });

  it('forgets what was noted, is not believed', async () => {
    app.agent.summaryMode = { kind: 'text', text: `Noted: ${FACT} It likes to run in the park.` };
    const id = await say(client, [FACT, 'Two']);
    await summaryThrough(client, id, 2);
    app.agent.summaryMode = { kind: 'text', text: 'OK.' };

    await say(client, ['Three'], id);

    expect(await summaryThrough(client, id, 4)).toContain(`Noted: ${FACT}`);
  });

  it('tells much more than was asked for, is cut short', async () => {
    app.agent.summaryMode = { kind: 'text', text: `${FACT} `.repeat(1000) };

    const id = await say(client, [FACT, 'Two']);

    const summary = await summaryThrough(client, id, 2);
    expect(summary.length).toBeLessThanOrEqual(4000);
    expect(summary.endsWith(FACT)).toBe(true);
  });

  it('sends what can’t be stored, is stored without it', async () => {
    app.agent.summaryMode = { kind: 'text', text: `${FACT}\0 And \ud800 so on.` };

    const id = await say(client, [FACT, 'Two']);

    expect(await summaryThrough(client, id, 2)).toBe(`${FACT} And \ufffd so on.`);
  });

  it('is slow, is not waited for: the next turns are told less, and all once it has answered', async () => {
    const gate = Promise.withResolvers<string>();
    app.agent.summaryMode = { kind: 'made', make: () => gate.promise };
    const id = await say(client, [FACT, 'Two', 'Three', 'Four']);
    const behind = app.agent.requests.at(-1);
    gate.resolve(FACT);
    app.agent.summaryMode = noteTaker;
    await summaryThrough(client, id, 2);
    await say(client, ['Five'], id);
    const caughtUp = await summaryThrough(client, id, 8);

    expect(behind && shown(behind)).toEqual(['Two', 'Echo: Two', 'Three', 'Echo: Three', 'Four']);
    expect(behind?.body.messages[0]?.content).not.toContain(FACT);
    expect(caughtUp).toBe(FACT);
  });
});

describe('a model that fails again and again with summaries', () => {
  it('is left alone with them, and answers turns', async () => {
    const other = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '4' });
    other.agent.summaryMode = { kind: 'status', status: 500 };
    const speaker = other.client();
    for (let index = 0; index < 8; index += 1)
      await summaryThrough(speaker, await say(speaker, [FACT, 'Two']), 2);

    const { status } = await speaker.chat('Still there?');
    const askedInAll = other.agent.summaries.length;
    await other.stop();

    expect([status, askedInAll]).toEqual([200, 5]);
  });
});

describe('a process that is stopped while the model makes a summary', () => {
  it('does not wait for it, and hangs up', async () => {
    const other = await startAgentApp({ CONVERSATION_MEMORY_SIZE: '4', AGENT_TIMEOUT_MS: '60000' });
    other.agent.summaryMode = { kind: 'hang' };
    await say(other.client(), [FACT, 'Two']);
    const request = await eventually(async () => other.agent.summaries[0] ?? null);

    await other.stop();

    expect(request.isAborted).toBe(true);
  });
});

describe('a model that is left alone', () => {
  it('is not asked for summaries either', async () => {
    const id = await say(client, [FACT]);
    app.agent.mode = { kind: 'status', status: 500 };
    for (let index = 0; index < 5; index += 1) await app.client().failedChat('Is anybody there?');
    await client.failedChat('Two', { conversation_id: id });
    await client.failedChat('Three', { conversation_id: id });
    await client.failedChat('Four', { conversation_id: id });

    const summary = await summaryThrough(client, id, 6);

    expect(summary).toContain(AS_SAID);
    expect(asked(id)).toBe(0);
  });
});
