import { allFrames, type Frame, frames, textOf } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/stored-rows.js';
import { LONG, startStreamApp, type StreamApp, turnOf, typesOf } from '../support/stream-app.js';

let app: StreamApp;
let deviceId: string;

beforeAll(async () => {
  app = await startStreamApp();
});
beforeEach(() => {
  deviceId = app.meet();
});
afterAll(() => app.stop());

describe('POST /turns/{id}/cancel', () => {
  it('ends an answer in the middle; what was said stays, and is what callers hear', async () => {
    app.agent.script({ kind: 'paced', text: LONG, wordMs: 100 });
    const heard: Frame[] = [];
    let cancelled: Promise<Response> | null = null;
    for await (const frame of frames(await app.post('Tell me something long'))) {
      heard.push(frame);
      if (textOf(heard).length > 30) cancelled ??= app.cancel(turnOf(heard));
    }

    const turn: unknown = await (await cancelled)?.json();

    expect(typesOf(heard).slice(-2)).toEqual(['message.completed', 'turn.cancelled']);
    expect(textOf(heard)).toBe(heard.at(-2)?.data['response']);
    expect(LONG.startsWith(textOf(heard))).toBe(true);
    expect(textOf(heard).length).toBeLessThan(LONG.length);
    expect(heard.at(-2)?.data).toMatchObject({ metadata: { finish_reason: 'cancelled' } });
    expect(turn).toMatchObject({ status: 'cancelled', response: textOf(heard), error: null });
  });

  it('ends a turn that waits in line, and one of which nothing was said', async () => {
    app.agent.script({ kind: 'slow' });
    const conversation = { conversation_id: await app.conversation() };
    const [first, second] = [
      await app.post('First', { body: conversation }),
      await app.post('Second', { body: conversation }),
    ];
    const [one, two] = [frames(first), frames(second)];
    const turns = [(await one.next()).value?.data['turn_id'], (await two.next()).value?.data['turn_id']];
    await app.agent.arrival(1); // The slow answer is the first one's.

    const waiting = app.cancel(turns[1]);
    const asked = 'SELECT FROM turns WHERE id = $1 AND cancel_requested_at IS NOT NULL';
    await eventually(async () => (await runSql(app.databaseUrl, asked, [turns[1]])).length > 0 || null);
    const running = await app.cancel(turns[0]);

    expect(await running.json()).toMatchObject({ status: 'cancelled', response: null, error: null });
    expect(await (await waiting).json()).toMatchObject({ status: 'cancelled', response: null });
    const next = await app.client(deviceId).chat('Third', conversation);
    expect(next.body.response).toBe('Echo: Third');
  });

  it('leaves a turn that has ended as it is, and is the owner’s alone', async () => {
    const all = await allFrames(await app.post('Hello'));

    const own = await app.cancel(turnOf(all));

    expect([own.status, await own.json()]).toEqual([200, expect.objectContaining({ status: 'completed' })]);
    expect((await app.cancel(turnOf(all), { 'X-Device-Id': crypto.randomUUID() })).status).toBe(404);
  });
});
