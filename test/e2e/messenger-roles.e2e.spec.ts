import { askStandIn } from '../support/agent-env.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { GraphStandIn } from '../support/graph-stand-in.js';
import { deliver, messengerSettings, newPsid, textFrom, webhookOf } from '../support/messenger-page.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

describe('a Parley in two roles', () => {
  let database: TestDatabase;
  let agent: OpenAiStandIn;
  let graph: GraphStandIn;
  let web: TestApp;
  let worker: TestApp;

  beforeAll(async () => {
    database = await cloneDatabase();
    [agent, graph] = await Promise.all([OpenAiStandIn.start(), GraphStandIn.start()]);
    const env = askStandIn(agent, messengerSettings(graph.url));
    web = await startApp({ database, env: { ...env, ROLE: 'web' } });
    worker = await startApp({ database, env: { ...env, ROLE: 'worker' } });
  });
  afterAll(async () => {
    await Promise.all([web.stop(), worker.stop()]);
    await Promise.all([agent.close(), graph.close()]);
    await database.drop();
  });

  const answered = (psid: string): Promise<string[]> =>
    eventually(async () => {
      const texts = graph.textsFor(psid);
      return texts.length > 0 ? texts : null;
    });

  it('hears at the web, and answers from the worker', async () => {
    const psid = newPsid();

    const { status } = await deliver(web.url, webhookOf(textFrom(psid, 'Hello')));

    expect(status).toBe(200);
    expect(await answered(psid)).toEqual(['Echo: Hello']);
  });

  it('hears nothing at the worker', async () => {
    expect((await deliver(worker.url, webhookOf(textFrom(newPsid(), 'Hello')))).status).toBe(404);
  });
});
