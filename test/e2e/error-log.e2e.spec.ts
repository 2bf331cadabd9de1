import { z } from 'zod';
import { askStandIn } from '../support/agent-env.js';
import { ApiClient, type ErrorBody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { breakDatabase, TITLES } from '../support/failures.js';
import { type LoggedApp, startLoggedApp } from '../support/logged-app.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

const record = z.looseObject({
  request_id: z.string().nullish(),
  level: z.string(),
  err: z.looseObject({ message: z.string(), stack: z.string() }).optional(),
});

let agent: OpenAiStandIn;
let app: LoggedApp;
let client: ApiClient;

beforeAll(async () => {
  agent = await OpenAiStandIn.start();
  app = await startLoggedApp(askStandIn(agent));
  await breakDatabase(app.databaseUrl);
  client = new ApiClient(app.url);
});
beforeEach(() => agent.reset());
afterAll(async () => {
  await app.stop();
  await agent.close();
});

/** The records with an error in them of a request that was answered. */
const errorsOf = (requestId: string): z.infer<typeof record>[] =>
  app.log
    .all()
    .map((line) => record.parse(line))
    .filter(({ request_id, err }) => request_id === requestId && err !== undefined);

describe('the log', () => {
  it('has the whole error of a bug once, under the request id that the caller was told', async () => {
    const { status, body } = await client.asDevice<ErrorBody>('/conversations', {
      json: { title: TITLES.bug },
      headers: { 'X-Request-Id': 'a-bug' },
    });

    const errors = errorsOf('a-bug');
    expect([status, body.request_id]).toEqual([500, 'a-bug']);
    expect(errors).toMatchObject([{ level: 'error', err: { message: 'secret_table is missing' } }]);
    expect(errors[0]?.err?.stack).toMatch(/\n\s+at /);
  });

  it('has neither what was said nor the ids of owners in it', async () => {
    const secretive = new ApiClient(app.url, 'device-4711');

    await secretive.asDevice('/conversations', {
      json: { title: TITLES.bug },
      headers: { 'X-Request-Id': 'a-secret' },
    });

    const text = JSON.stringify(errorsOf('a-secret'));
    expect(text).toContain('secret_table is missing');
    expect(text).not.toContain('device-4711');
    expect(text).not.toContain(TITLES.bug);
  });

  it('has the whole error of an outage once', async () => {
    const { status } = await client.asDevice('/conversations', {
      json: { title: TITLES.outage },
      headers: { 'X-Request-Id': 'an-outage' },
    });

    expect([status, errorsOf('an-outage').length]).toEqual([503, 1]);
  });

  it('has the whole error of a failed turn once', async () => {
    agent.script({ kind: 'garbage', body: 'nonsense' });

    const { status } = await client.failedChat('Hello you', { headers: { 'X-Request-Id': 'a-turn' } });

    const errors = errorsOf('a-turn');
    expect(status).toBe(502);
    expect(errors).toMatchObject([{ err: { type: 'AgentFailedError', cause: expect.any(Object) } }]);
  });

  it('has no error of a request that the caller got wrong', async () => {
    const { status } = await client.chat('', { headers: { 'X-Request-Id': 'a-slip' } });

    expect([status, errorsOf('a-slip')]).toEqual([400, []]);
  });

  it('has the error of a turn that waited under its own request id, not under its predecessor’s', async () => {
    agent.script({ kind: 'slow' }, { kind: 'garbage', body: 'nonsense' });
    const first = client.chat('One', { headers: { 'X-Request-Id': 'first' } });
    const { conversationId } = await agent.arrival(1);
    const second = client.failedChat('Two', {
      conversation_id: conversationId,
      headers: { 'X-Request-Id': 'second' },
    });
    await eventually(
      async () => (await client.conversation(conversationId)).body.message_count === 2 || null,
    );
    agent.release();

    expect([(await first).status, (await second).status]).toEqual([200, 502]);
    expect(errorsOf('first')).toEqual([]);
    expect(errorsOf('second')).toHaveLength(1);
  });
});
