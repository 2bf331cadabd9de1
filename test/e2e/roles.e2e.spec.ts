import { askStandIn } from '../support/agent-env.js';
import type { ErrorBody } from '../support/api.js';
import { startApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { eventually } from '../support/eventually.js';

describe('ROLE', () => {
  let agent: OpenAiStandIn;
  let database: TestDatabase;

  beforeEach(async () => {
    agent = await OpenAiStandIn.start();
    database = await cloneDatabase();
  });

  afterEach(async () => {
    await database.drop();
    await agent.close();
  });

  it('worker serves health and metrics, and for everything else it is the wrong door', async () => {
    const worker = await startApp({ database, env: { ...askStandIn(agent), ROLE: 'worker' } });
    const client = worker.client();

    const chat = await client.failedChat('Is anybody there?');
    const pages = await Promise.all(
      ['/', '/docs', '/docs/', '/docs/swagger-ui.css', '/openapi.json'].map((path) =>
        client.call<ErrorBody>(path),
      ),
    );
    const ready = await client.call('/health/ready');
    const metrics = await fetch(`${worker.url}/metrics`);

    expect([chat.status, chat.body.error]).toEqual([404, 'not_found']);
    expect(pages.map(({ status, body }) => [status, body.error])).toEqual(
      pages.map(() => [404, 'not_found']),
    );
    expect(ready.status).toBe(200);
    expect(metrics.status).toBe(200);
    await worker.stop();
  });

  it('worker answers the turn that a stopped web process gave back', async () => {
    agent.mode = { kind: 'hang' };
    const web = await startApp({
      database,
      env: { ...askStandIn(agent), ROLE: 'web', SHUTDOWN_GRACE_MS: '0' },
    });
    const deviceId = 'a-device-that-waits';
    const left = web.client(deviceId).failedChat('Will you be back?');
    await agent.arrival(1);
    agent.mode = { kind: 'echo' };

    await web.stop();
    const told = await left;
    const worker = await startApp({ database, env: { ...askStandIn(agent), ROLE: 'worker' } });
    const reader = await startApp({ database, env: { ...askStandIn(agent), ROLE: 'web' } });

    expect([told.status, told.body.error]).toEqual([503, 'unavailable']);
    expect(told.headers.get('retry-after')).toMatch(/^\d+$/);
    const { conversation_id: id = '' } = told.body;
    const conversation = await eventually(async () => {
      const { body } = await reader.client(deviceId).conversation(id);
      return body.messages.length === 2 ? body : null;
    });
    expect(conversation.messages[1]?.content).toBe('Echo: Will you be back?');
    await Promise.all([worker.stop(), reader.stop()]);
  });
});
