import { allFrames } from '../support/event-stream.js';
import { runSql } from '../support/stored-rows.js';
import { LONG, startStreamApp, type StreamApp, turnOf } from '../support/stream-app.js';

let app: StreamApp;
let deviceId: string;

beforeAll(async () => {
  app = await startStreamApp();
});
beforeEach(() => {
  deviceId = app.meet();
});
afterAll(() => app.stop());

describe('GET /turns/{id}/events', () => {
  it.each([
    ['Last-Event-ID', (turn: unknown, id: number) => app.follow(turn, '', { 'Last-Event-ID': String(id) })],
    ['?after=', (turn: unknown, id: number) => app.follow(turn, `?after=${id}`)],
  ])('goes on behind %s', async (_name, goOn) => {
    app.agent.script({ kind: 'paced', text: LONG, wordMs: 5 });
    const all = await allFrames(await app.post('Tell me something long'));

    for (const [n, { id }] of all.slice(0, -1).entries())
      expect(await allFrames(await goOn(turnOf(all), id))).toEqual(all.slice(n + 1));
  });

  it('says 204 behind the last one', async () => {
    const all = await allFrames(await app.post('Hello'));

    const response = await app.follow(turnOf(all), `?after=${all.at(-1)?.id}`);

    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('tells the end of a turn that nobody listened to', async () => {
    const { body } = await app.client(deviceId).chat('Hello');

    const all = await allFrames(await app.follow(body.metadata.turn_id, ''));

    expect(all.map(({ type }) => type)).toEqual(['message.completed', 'turn.completed']);
    expect(all[0]?.data).toEqual(body);
  });

  it('tells the answer that stands now, once it was given again', async () => {
    const all = await allFrames(await app.post('Hello'));
    app.agent.script({ kind: 'text', text: 'Another one' });
    const { body } = await app
      .client(deviceId)
      .call(`/messages/${String(all.at(-2)?.data['assistant_message_id'])}/regenerate`, {
        json: { device_id: deviceId },
      });

    const again = await allFrames(await app.follow(turnOf(all)));

    expect(body).toMatchObject({ response: 'Another one' });
    expect(again.map(({ type, data }) => [type, data['response']])).toEqual([
      ['message.completed', 'Another one'],
      ['turn.completed', undefined],
    ]);
  });

  it('is the owner’s alone, and takes ids only', async () => {
    const all = await allFrames(await app.post('Hello'));

    expect((await app.follow(turnOf(all), '', { 'X-Device-Id': crypto.randomUUID() })).status).toBe(404);
    expect((await app.follow(crypto.randomUUID(), '')).status).toBe(404);
    expect((await app.follow(turnOf(all), '?after=yesterday')).status).toBe(400);
  });

  it('tells nothing of a conversation that was erased, and the log has nothing of it', async () => {
    const all = await allFrames(await app.post('Hello'));
    const { conversation_id: id } = all[0]?.data ?? {};

    await app
      .client(deviceId)
      .call(`/conversations/${String(id)}?device_id=${deviceId}`, { method: 'DELETE' });

    expect((await app.follow(turnOf(all), '')).status).toBe(404);
    expect(
      await runSql(app.databaseUrl, 'SELECT id FROM turn_events WHERE turn_id = $1', [turnOf(all)]),
    ).toEqual([]);
  });
});
