import { askStandIn } from '../support/agent-env.js';
import { eventually } from '../support/eventually.js';
import { graphError, GraphStandIn } from '../support/graph-stand-in.js';
import { type LoggedApp, startLoggedApp } from '../support/logged-app.js';
import { deliver, messengerSettings, newPsid, textFrom, webhookOf } from '../support/messenger-page.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';

const METRICS_TOKEN = 'scraping-is-allowed';

let agent: OpenAiStandIn;
let graph: GraphStandIn;
let app: LoggedApp;

beforeAll(async () => {
  [agent, graph] = await Promise.all([OpenAiStandIn.start(), GraphStandIn.start()]);
  app = await startLoggedApp(
    askStandIn(agent, {
      ...messengerSettings(graph.url),
      METRICS_TOKEN,
      LOG_LEVEL: 'info',
      LOG_HASH_KEY: 'a key of sixteen bytes',
    }),
  );
});
afterAll(async () => {
  await app.stop();
  await Promise.all([agent.close(), graph.close()]);
});

/** The figures that match. */
async function figures(pattern: RegExp): Promise<string[]> {
  const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${app.url}/metrics`, { headers })).text();
  return text.split('\n').filter((line) => pattern.test(line));
}

const readiness = async (): Promise<unknown> => {
  const response = await fetch(`${app.url}/health/ready`);
  return { status: response.status, report: await response.json() };
};

const say = (psid: string, text: string): Promise<Response> =>
  deliver(app.url, webhookOf(textFrom(psid, text)));

const eventsOf = (type: string): Record<string, unknown>[] =>
  app.log.all().filter((event) => event['event_type'] === type && event['platform'] === 'messenger');

describe('who runs Parley with Messenger', () => {
  it('reads what happens to a message, and neither who wrote it nor what', async () => {
    const psid = newPsid();

    await say(psid, 'my deepest secret');
    await eventually(async () => (eventsOf('response_sent').length > 0 ? true : null));

    const TYPES = ['message_received', 'intent_classified', 'response_generated', 'response_sent'];
    const hashes = TYPES.map((type) => eventsOf(type)[0]?.['psid']);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{16,64}$/);
    expect(eventsOf('response_sent')[0]?.['latency_ms']).toEqual(expect.any(Number));
    expect(app.log.raw()).not.toContain(psid);
    expect(app.log.raw()).not.toContain('deepest');
  });

  it('sees at the health page that the Send API is left alone, and in the figures what waits', async () => {
    expect(await readiness()).toMatchObject({
      status: 200,
      report: { status: 'ok', checks: { messenger: { status: 'ok' } } },
    });
    graph.mode = () => graphError(2);

    await Promise.all(Array.from({ length: 5 }, () => say(newPsid(), 'Hello')));

    const report = await eventually(async () => {
      const seen = await readiness();
      return JSON.stringify(seen).includes('degraded') ? seen : null;
    });
    expect(report).toMatchObject({
      status: 200,
      report: { status: 'degraded', checks: { messenger: { status: 'degraded' } } },
    });
    await eventually(async () => eventsOf('send_failed').length >= 5 || null);
    await eventually(async () => {
      const lines = await figures(/^parley_(?:outbox_parts|turns_open)/); // Read once a second.
      const settled = ['parley_outbox_parts{state="pending"} 5', 'parley_turns_open 0'];
      return settled.every((line) => lines.includes(line)) || null;
    });
    expect(eventsOf('send_failed')[0]).toMatchObject({ state: 'pending', error_code: '2' });
    expect(await figures(/^parley_breaker_open\{target="send"\}/)).toEqual([
      'parley_breaker_open{target="send"} 1',
    ]);
    expect(await figures(/^parley_outbox_parts\{state="pending"\}/)).toEqual([
      'parley_outbox_parts{state="pending"} 5',
    ]);
    expect(await figures(/^parley_turns_open /)).toEqual(['parley_turns_open 0']);
    const [oldest = ''] = await figures(/^parley_outbox_oldest_seconds\{state="pending"\}/);
    expect(Number(oldest.split(' ')[1])).toBeGreaterThan(0);
    const [failed = ''] = await figures(/^parley_send_duration_seconds_count\{outcome="pending"\}/);
    expect(Number(failed.split(' ')[1])).toBeGreaterThanOrEqual(5);
  });
});
