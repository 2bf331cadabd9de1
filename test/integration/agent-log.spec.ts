import { loadSettings } from '../../src/config/settings.js';
import { createJsonLog } from '../../src/observability/json-log.js';
import { agentOf, ask, never } from '../support/agent-request.js';
import { LogLines } from '../support/log-lines.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import type { Reply } from '../support/stand-in-replies.js';

const SECRET = 'hunter2 is my password';
const INPUT = { messages: [{ role: 'user', content: SECRET }] };

let model: OpenAiStandIn;

beforeAll(async () => {
  model = await OpenAiStandIn.start();
});
beforeEach(() => model.reset());
afterAll(() => model.close());

/** What the JSON log says of a run that fails, and what the endpoint was asked last. */
async function logOf(run: () => Promise<unknown>): Promise<string> {
  const lines = new LogLines();
  const log = createJsonLog(loadSettings({}), lines);
  const failure = await run().then(
    () => null,
    (error: unknown) => error,
  );
  log.error({ err: failure }, 'Turn failed');
  return lines.raw();
}

const whole = (): Promise<unknown> =>
  agentOf(model, { AGENT_MAX_RETRIES: '0' }).run(ask({ message: SECRET }), never);

async function streamed(): Promise<unknown> {
  const events: unknown[] = [];
  const stream = agentOf(model, { AGENT_MAX_RETRIES: '0' }).stream(ask({ message: SECRET }), never);
  for await (const event of stream) events.push(event);
  return events;
}

const refusal = (status: number, body: string): Reply => ({ kind: 'status', status, body });
const garbage = (body: string): Reply => ({ kind: 'garbage', body });

const ECHOES: [string, Reply][] = [
  ['a validation error', refusal(422, JSON.stringify({ detail: [{ loc: ['body'], input: INPUT }] }))],
  ['an error of its own', refusal(400, JSON.stringify({ error: { message: SECRET, code: SECRET } }))],
  ['an error page', refusal(500, `<pre>Error: ${SECRET}\n    at ${SECRET}</pre>`)],
  ['garbage', garbage(SECRET)],
  ['garbage that begins well', garbage(`{"choices": ${SECRET}`)],
  ['other JSON', garbage(JSON.stringify({ [SECRET]: INPUT, choices: [{ message: { content: [SECRET] } }] }))],
  ['a chat message that is none', garbage(JSON.stringify({ choices: [INPUT] }))],
];

const EVENT = `data: ${JSON.stringify({ error: { message: SECRET } })}\n\n`;
const IN_AN_EVENT: [string, Reply] = ['an event', garbage(EVENT)];

describe('the log of a failed run', () => {
  it.each(ECHOES)('has no word of a question that the endpoint echoes in %s', async (_name, reply) => {
    model.mode = reply;

    const log = await logOf(whole);

    expect(log).toContain('"type":"AgentFailedError"');
    expect(log).not.toContain('hunter2');
    expect(log).not.toContain('password');
  });

  it.each([...ECHOES, IN_AN_EVENT])(
    'has no word of it either when the answer is streamed: %s',
    async (_name, reply) => {
      model.mode = reply;

      const log = await logOf(streamed);

      expect(log).toContain('"type":"AgentFailedError"');
      expect(log).not.toContain('hunter2');
      expect(log).not.toContain('password');
    },
  );

  it('has the status, the type and the code of a refusal', async () => {
    const error = { message: SECRET, type: 'invalid_request_error', code: 'context_length_exceeded' };
    model.mode = refusal(400, JSON.stringify({ error }));

    const log = await logOf(whole);

    expect(log).toContain('BadRequestError 400 invalid_request_error context_length_exceeded');
    expect(log).toContain('"code":"context_length_exceeded"');
  });

  it('has the place where a body is not as it should be', async () => {
    model.mode = garbage('{"choices":[{"message":{"content":null}}]}');

    await expect(logOf(whole)).resolves.toContain('invalid_type at choices.0.message.content');
  });

  it('has the code of a connection that fails, and where that came from', async () => {
    const dead = await OpenAiStandIn.start();
    const environment = { AGENT_BASE_URL: dead.url, AGENT_MAX_RETRIES: '0' };
    await dead.close();

    const log = await logOf(() => agentOf(model, environment).run(ask(), never));

    expect(log).toContain('APIConnectionError ECONNREFUSED');
    expect(log).toMatch(/EndpointError: APIConnectionError ECONNREFUSED\\n\s+at /);
  });
});
