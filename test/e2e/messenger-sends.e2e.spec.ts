import { eventually } from '../support/eventually.js';
import { graphError } from '../support/graph-stand-in.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import { echoOf, eventOf, newPsid, PAGE_ID, textFrom } from '../support/messenger-page.js';
import { runSql } from '../support/stored-rows.js';

let app: MessengerApp;
let psid: string;

beforeAll(async () => {
  app = await startMessengerApp({ MESSENGER_UNKNOWN_HOLD_MS: '4000', MESSENGER_SEND_TIMEOUT_MS: '3000' });
});
beforeEach(() => {
  app.agent.reset();
  psid = newPsid();
});
afterAll(() => app.stop());

type StoredPart = Readonly<Record<'state' | 'error_code', string | null>>;

/** The person's parts once all of them are in these states. */
const stored = (...states: string[]): Promise<StoredPart[]> =>
  eventually(async () => {
    const parts = await runSql<StoredPart>(
      app.databaseUrl,
      'SELECT state, error_code FROM outbox WHERE recipient = $1 ORDER BY position',
      [`${PAGE_ID}:${psid}`],
    );
    return parts.map(({ state }) => state).join() === states.join() ? parts : null;
  });

describe('a send', () => {
  it('is tried again a moment later after a failure that passes', async () => {
    app.graph.script(graphError(2), graphError(1200, 2018024));

    await app.hear(textFrom(psid, 'Hello'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: Hello']);
    expect(app.graph.sendsTo(psid)).toHaveLength(3);
    await stored('sent');
  });

  it('whose answer was lost is settled by its echo, and not repeated', async () => {
    app.graph.script({ kind: 'accept-and-break' });

    await app.hear(textFrom(psid, 'Hello'));
    await app.seen(psid, 1);
    await stored('unknown');
    await app.hear(...app.graph.shown.filter((message) => message.psid === psid).map(echoOf));

    await stored('sent');
    await app.hear(textFrom(psid, 'Again'));
    expect(await app.seen(psid, 2)).toEqual(['Echo: Hello', 'Echo: Again']);
  });

  it('of unknown outcome holds back what comes behind it, and is repeated once when no echo comes', async () => {
    app.graph.script({ kind: 'hang' });

    await app.hear(textFrom(psid, 'One'), textFrom(psid, 'Two'));

    expect(await app.seen(psid, 2)).toEqual(['Echo: One', 'Echo: Two']);
    expect(app.graph.sendsTo(psid)).toHaveLength(3);
  });

  it.each([
    ['a person who has blocked the page', graphError(551, 1545041), 'dead', '551/1545041'],
    ['a bad request', graphError(100), 'dead', '100'],
    ['a closed window', graphError(10, 2018278), 'parked', '10/2018278'],
    ['a thread of another app', graphError(10, 2018300), 'parked', '10/2018300'],
  ])('is not repeated after %s', async (_what, reply, state, code) => {
    app.graph.script(reply);

    await app.hear(textFrom(psid, 'Hello'));

    expect(await stored(state)).toEqual([{ state, error_code: code }]);
    await app.hear(textFrom(psid, 'Still there'));
    expect(await app.seen(psid, 1)).toEqual(['Echo: Still there']);
  });

  it('is not made while the page does not have the thread', async () => {
    app.agent.script({ kind: 'slow' });
    await app.hear(textFrom(psid, 'Hello'));
    await app.agent.arrival(1);

    await app.hear(eventOf(psid, { take_thread_control: { previous_owner_app_id: '1', metadata: '' } }));
    app.agent.release();

    expect(await stored('parked')).toEqual([{ state: 'parked', error_code: 'thread_not_owned' }]);
    expect(app.graph.sendsTo(psid)).toEqual([]);
  });

  it('is made though news of who had the thread comes late, or twice', async () => {
    const now = Date.now();
    const take = { take_thread_control: { previous_owner_app_id: '1', metadata: '' } };
    const pass = { pass_thread_control: { new_owner_app_id: '1', metadata: '' } };
    await app.hear(eventOf(psid, pass, now - 1000));
    await app.hear(textFrom(psid, 'Hello'));

    await app.hear(eventOf(psid, take, now - 2000));
    await app.hear(eventOf(psid, take, now - 3000), textFrom(psid, 'Again'));

    expect(await app.seen(psid, 2)).toEqual(['Echo: Hello', 'Echo: Again']);
  });

  it('of unknown outcome is not repeated where Meta names a fault of its own', async () => {
    app.graph.script({
      kind: 'refuse',
      status: 500,
      body: { error: { code: 1, message: 'An unknown error' } },
    });

    await app.hear(textFrom(psid, 'Hello'));

    expect(await stored('unknown')).toEqual([{ state: 'unknown', error_code: '1' }]);
  });
});

describe('a turn whose agent fails', () => {
  it('is tried again, and answered', async () => {
    app.agent.script({ kind: 'status', status: 500 });

    await app.hear(textFrom(psid, 'Hello'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: Hello']);
    expect(app.agent.requests).toHaveLength(2);
  });
});
