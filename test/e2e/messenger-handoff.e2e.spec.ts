import { eventually } from '../support/eventually.js';
import { graphError } from '../support/graph-stand-in.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import { eventOf, newPsid, PAGE_ID, textFrom } from '../support/messenger-page.js';
import { runSql } from '../support/stored-rows.js';

const HUMAN = 'I want to talk to a human';
const DESK = '7719';

let app: MessengerApp;
let psid: string;

beforeAll(async () => {
  app = await startMessengerApp({ MESSENGER_HANDOFF_APP_ID: DESK });
});
beforeEach(() => {
  app.agent.reset();
  psid = newPsid();
});
afterAll(() => app.stop());

/** States of the person's parts, once there are that many and none of them waits. */
const settled = (count: number): Promise<string[]> =>
  eventually(async () => {
    const parts = await runSql<{ state: string }>(
      app.databaseUrl,
      'SELECT state FROM outbox WHERE recipient = $1 ORDER BY position',
      [`${PAGE_ID}:${psid}`],
    );
    const states = parts.map(({ state }) => state);
    return states.length === count && !states.some((state) => /pending|sending/.test(state)) ? states : null;
  });

const passed = (): unknown[] =>
  app.graph.passesOf(psid).map(({ path, body }) => [path.split('/').slice(-2).join('/'), body.target_app_id]);

const PASSED = [`${PAGE_ID}/pass_thread_control`, DESK];

describe('somebody who asks for a human being', () => {
  it('is answered, and given to the app of the people', async () => {
    await app.hear(textFrom(psid, HUMAN));

    expect(await settled(2)).toEqual(['sent', 'sent']);
    expect(app.graph.textsFor(psid)).toEqual([`Echo: ${HUMAN}`]);
    expect(passed()).toEqual([PASSED]);
  });

  it('is left alone from then on, until he is given back', async () => {
    await app.hear(textFrom(psid, HUMAN));
    await settled(2);
    const pass = { new_owner_app_id: '1', previous_owner_app_id: DESK, metadata: '' };
    const back = eventOf(psid, { pass_thread_control: pass });

    const owned = (): Promise<object[]> =>
      runSql(app.databaseUrl, 'SELECT thread_owned FROM messenger_senders WHERE psid = $1', [psid]);
    expect(await owned()).toEqual([{ thread_owned: false }]);
    await app.hear(back);
    expect(await owned()).toEqual([{ thread_owned: true }]);
  });

  it('is given to them though it takes several tries', async () => {
    app.graph.script({ kind: 'accept' }, { kind: 'accept-and-break' }, graphError(2));

    await app.hear(textFrom(psid, HUMAN));

    expect(await settled(2)).toEqual(['sent', 'sent']);
    expect(passed()).toEqual([PASSED, PASSED, PASSED]);
  });

  it('whom another app has already is given to nobody', async () => {
    app.graph.script({ kind: 'accept' }, graphError(10, 2018300));

    await app.hear(textFrom(psid, HUMAN));

    expect(await settled(2)).toEqual(['sent', 'parked']);
  });
});

describe('the thread of a person', () => {
  it('counts as lost once Meta says so, and as ours when he writes to us again', async () => {
    app.graph.script(graphError(10, 2018300));
    await app.hear(textFrom(psid, 'One'));
    expect(await settled(1)).toEqual(['parked']);

    await app.hear(textFrom(psid, 'Two'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: Two']);
  });
});
