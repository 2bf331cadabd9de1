import { askStandIn } from '../support/agent-env.js';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type Frame, frames, textOf } from '../support/event-stream.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { runSql } from '../support/stored-rows.js';
import { EVENTS, isRising, LONG } from '../support/stream-app.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const OUTAGE_MS = 1500;
/** It sleeps before it looks whose the turn is. */
const SLOW_LOG = `
  CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END';
  CREATE TRIGGER doze BEFORE INSERT ON turn_events FOR EACH STATEMENT EXECUTE FUNCTION doze()`;

describe('a streamed answer while PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let agent: OpenAiStandIn;
  let app: TestApp;

  beforeAll(async () => {
    database = await cloneDatabase();
    [agent, proxy] = [await OpenAiStandIn.start(), await TcpProxy.start(database.url)];
    app = await startApp({ database: { ...database, url: proxy.url }, env: askStandIn(agent) });
  });
  beforeEach(() => {
    agent.reset();
    agent.mode = { kind: 'paced', text: LONG, wordMs: 20 };
  });
  afterAll(async () => {
    await app.stop();
    await Promise.all([proxy.close(), agent.close()]);
    await database.drop();
  });

  /** All that is heard; `trouble` comes with the first piece of the answer. */
  async function hear(trouble: () => void): Promise<Frame[]> {
    const response = await fetch(`${app.url}/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...EVENTS },
      body: JSON.stringify({ message: 'Tell me', device_id: crypto.randomUUID() }),
    });
    const heard: Frame[] = [];
    for await (const frame of frames(response)) {
      if (frame.type === 'message.delta' && textOf(heard) === '') trouble();
      heard.push(frame);
    }
    return heard;
  }

  it.each([
    ['says nothing', () => proxy.hang()],
    [
      'is not there',
      () => {
        proxy.isRefusing = true;
        proxy.cut();
      },
    ],
  ])('%s goes on, and is stored before it counts', async (_name, trouble) => {
    const back = Promise.withResolvers<void>();

    const heard = await hear(() => {
      trouble();
      setTimeout(() => {
        proxy.heal();
        back.resolve();
      }, OUTAGE_MS);
    });
    await back.promise;

    expect(textOf(heard)).toBe(LONG);
    expect(isRising(heard)).toBe(true);
    expect(heard.slice(-2).map(({ type }) => type)).toEqual(['message.completed', 'turn.completed']);
  });

  it('stores slowly what is told does not lose the begin of a turn that fails sooner', async () => {
    agent.script({ kind: 'status', status: 400 });
    await runSql(database.url, SLOW_LOG);

    const heard = await hear(() => undefined);

    await runSql(database.url, 'DROP FUNCTION doze CASCADE');
    expect(heard.map(({ type }) => type)).toEqual(['turn.created', 'turn.started', 'turn.failed']);
  });
});
