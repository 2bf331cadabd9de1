import { shown } from '../support/agent-app.js';
import { askStandIn } from '../support/agent-env.js';
import { startApp } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import {
  deliver,
  messengerSettings,
  newPsid,
  PAGE_ID,
  textFrom,
  webhookOf,
} from '../support/messenger-page.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { runSql } from '../support/stored-rows.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('a person on Messenger', () => {
  let app: MessengerApp;
  let psid: string;

  beforeAll(async () => {
    app = await startMessengerApp({
      MESSENGER_CONVERSATION_TTL_S: '3600',
      MESSENGER_LONG_REPLY: 'truncate',
      MESSENGER_PROCESSING_TIMEOUT_MS: '1500',
    });
  });
  beforeEach(() => {
    app.agent.reset();
    psid = newPsid();
  });
  afterAll(() => app.stop());

  const change = (sql: string): Promise<object[]> => runSql(app.databaseUrl, sql, [`${PAGE_ID}:${psid}`]);
  const REST = `UPDATE conversations SET last_activity = now() - interval '2 hours' WHERE device_id = $1`;

  it('goes on with the conversation within its time, and opens another one later', async () => {
    await app.hear(textFrom(psid, 'First'));
    await app.seen(psid, 1);
    await app.hear(textFrom(psid, 'Second'));
    await app.seen(psid, 2);
    await change(REST);

    await app.hear(textFrom(psid, 'Third'));

    await app.seen(psid, 3);
    expect(app.agent.requests.map(shown)).toEqual([['First'], ['First', 'Echo: First', 'Second'], ['Third']]);
    const conversations = app.agent.requests.map(({ conversationId }) => conversationId);
    expect(new Set(conversations).size).toBe(2);
  });

  it('is sent nothing once he has been silent for a day', async () => {
    app.agent.script({ kind: 'slow' });
    await app.hear(textFrom(psid, 'Hello'));
    await app.agent.arrival(1);
    await change(
      `UPDATE messenger_senders SET last_user_event_at = now() - interval '24 hours' WHERE page_id || ':' || psid = $1`,
    );

    app.agent.release();

    const parts = await eventually(async () => {
      const rows = await change(
        `SELECT state, error_code FROM outbox WHERE recipient = $1 AND state NOT IN ('pending', 'sending')`,
      );
      return rows.length > 0 ? rows : null;
    });
    expect(parts).toEqual([{ state: 'parked', error_code: 'window_closed' }]);
    expect(app.graph.sendsTo(psid)).toEqual([]);
  });

  it('gets one friendly sentence when the agent fails for good, and no word of why', async () => {
    app.agent.mode = { kind: 'status', status: 400 };

    await app.hear(textFrom(psid, 'Hello'));

    const seen = await eventually(async () => {
      const texts = app.graph.textsFor(psid);
      return texts.length > 0 ? texts : null;
    }, 25_000);
    expect(seen).toEqual([expect.stringContaining('trouble answering')]);
    expect(app.agent.requests).toHaveLength(4);
  });

  it('gets one message, cut, where long answers are to be cut', async () => {
    app.agent.script({ kind: 'text', text: 'A sentence of it. '.repeat(500) });

    await app.hear(textFrom(psid, 'Much, please'));

    const [text = ''] = await app.seen(psid, 1);
    expect(text.length).toBeLessThanOrEqual(1999);
    expect(text.endsWith('…')).toBe(true);
  });

  it('waits no longer for the answer to a long message than was set, and gets it by another try', async () => {
    app.agent.script({ kind: 'hang' });

    await app.hear(textFrom(psid, `Long ${'question '.repeat(30)}`));

    expect(await app.seen(psid, 1)).toEqual([expect.stringContaining('Echo: Long question')]);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('gets the answer of an agent that always takes longer than that', async () => {
    app.agent.delayMs = 2500;

    await app.hear(textFrom(psid, `Slow ${'question '.repeat(30)}`));

    expect(await app.seen(psid, 1)).toEqual([expect.stringContaining('Echo: Slow question')]);
    expect(app.agent.requests).toHaveLength(2);
  });
});

describe('a webhook while the database says nothing', () => {
  it('is refused with 503 before Meta gives up, and loses nothing when it comes again', async () => {
    const database = await cloneDatabase();
    const [agent, proxy] = [await OpenAiStandIn.start(), await TcpProxy.start(database.url)];
    const env = askStandIn(agent, { ...messengerSettings('http://127.0.0.1:9'), DATABASE_URL: proxy.url });
    const app = await startApp({ database, env });
    const body = webhookOf(textFrom(newPsid(), 'Hello'));
    proxy.hang();

    const { status } = await deliver(app.url, body);

    expect(status).toBe(503);
    proxy.heal();
    await eventually(async () => ((await deliver(app.url, body)).status === 200 ? true : null), 25_000);
    expect((await agent.arrival(1)).body.messages.at(-1)).toEqual({ role: 'user', content: 'Hello' });
    await app.stop();
    await proxy.close();
    await agent.close();
    await database.drop();
  });
});
