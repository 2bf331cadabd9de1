import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { GraphStandIn } from '../support/graph-stand-in.js';
import {
  deliver,
  messengerSettings,
  newPsid,
  PAGE_ID,
  textFrom,
  webhookOf,
} from '../support/messenger-page.js';
import { profileError, withDefaults } from '../support/profile-stand-in.js';
import { runSql } from '../support/stored-rows.js';
import { makeTemporaryFolder } from '../support/temporary-folder.js';

const MENU = [
  {
    locale: 'default',
    call_to_actions: [
      { type: 'postback', title: 'Talk to us', payload: 'TALK' },
      { type: 'web_url', title: 'Shop', url: 'https://shop.example.org' },
    ],
  },
];
const PROFILE = {
  get_started: { payload: 'GET_STARTED' },
  greeting: [{ locale: 'default', text: 'Hello {{user_first_name}}' }],
  persistent_menu: MENU,
  ice_breakers: [
    { locale: 'default', call_to_actions: [{ question: 'When are you open?', payload: 'HOURS' }] },
  ],
};

let folder: string;
let graph: GraphStandIn;
let database: TestDatabase;
let apps: TestApp[];

beforeEach(async () => {
  folder = makeTemporaryFolder();
  [graph, database] = await Promise.all([GraphStandIn.start(), cloneDatabase()]);
  apps = [];
});
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await Promise.all([graph.close(), database.drop()]);
  rmSync(folder, { recursive: true });
});

/** A Parley that is told to bring its pages to that profile. */
async function startWith(profile: object, env: Record<string, string> = {}): Promise<TestApp> {
  const file = join(folder, 'profile.json');
  writeFileSync(file, JSON.stringify(profile));
  const settings = { ...messengerSettings(graph.url), MESSENGER_PROFILE_FILE: file, ...env };
  const app = await startApp({ database, env: settings });
  apps.push(app);
  return app;
}

type StoredState = Readonly<Record<'page_id' | 'state' | 'error_code', string | null>>;

/** What is known of the pages, once all of them are in that state. */
const stored = (state: string, pageIds = [PAGE_ID]): Promise<StoredState[]> =>
  eventually(async () => {
    const rows = await runSql<StoredState>(
      database.url,
      'SELECT page_id, state, error_code FROM messenger_profiles ORDER BY page_id',
    );
    const isSo = rows.map((row) => row.page_id).join() === pageIds.join();
    return isSo && rows.every((row) => row.state === state) ? rows : null;
  });

const methods = (): string[] => graph.profiles.calls.map(({ method }) => method);

/** Parley takes messages, and is ready for them. */
async function expectToServe(app: TestApp): Promise<void> {
  const { status } = await deliver(app.url, webhookOf(textFrom(newPsid(), 'Hello')));
  const ready = await app.client().call('/health/ready');

  expect([status, ready.status]).toEqual([200, 200]);
}

describe('the declared Messenger profile', () => {
  it('is written whole to a page that has none, in one call', async () => {
    await startWith(PROFILE);

    await stored('synced');
    expect(methods()).toEqual(['GET', 'POST']);
    expect(graph.profiles.calls[1]?.body).toEqual(PROFILE);
  });

  it('is read, and nothing else, where the page has it with the defaults of Meta', async () => {
    graph.profiles.set(PAGE_ID, { ...PROFILE, persistent_menu: withDefaults(MENU) });

    await startWith(PROFILE);

    await stored('synced');
    expect(methods()).toEqual(['GET']);
  });

  it('is written where it differs, and leaves alone what it does not name', async () => {
    graph.profiles.set(PAGE_ID, { ...PROFILE, greeting: [{ locale: 'default', text: 'Hi' }] });
    const { greeting, get_started } = PROFILE;

    await startWith({ greeting, get_started });

    await stored('synced');
    expect(graph.profiles.calls.slice(1)).toEqual([{ method: 'POST', pageId: PAGE_ID, body: { greeting } }]);
    expect(graph.profiles.profileOf(PAGE_ID)).toEqual({ ...PROFILE, persistent_menu: withDefaults(MENU) });
  });

  it('takes away what it says is null, if the page has it', async () => {
    const { get_started, persistent_menu, ice_breakers } = PROFILE;
    graph.profiles.set(PAGE_ID, { get_started, persistent_menu, ice_breakers });

    await startWith({ get_started: null, persistent_menu: null, greeting: null });

    await stored('synced');
    expect(graph.profiles.calls.slice(1)).toEqual([
      { method: 'DELETE', pageId: PAGE_ID, body: { fields: ['persistent_menu', 'get_started'] } },
    ]);
    expect(graph.profiles.profileOf(PAGE_ID)).toEqual({ ice_breakers });
  });

  it('goes to every page that there is a token for', async () => {
    await startWith(
      { persistent_menu: MENU },
      { MESSENGER_PAGES: '{"11":"one","12":"two"}', MESSENGER_PAGE_ACCESS_TOKEN: 'three' },
    );

    await stored('synced', ['11', '12', 'me']);
    for (const pageId of ['11', '12', 'me'])
      expect(graph.profiles.profileOf(pageId)).toMatchObject({
        get_started: { payload: 'GET_STARTED' },
        persistent_menu: MENU,
      });
  });

  it('is brought there by one of three that start together', async () => {
    graph.profiles.set(PAGE_ID, PROFILE);

    const started = await Promise.all([startWith(PROFILE), startWith(PROFILE), startWith(PROFILE)]);

    await stored('synced');
    await Promise.all(started.map(expectToServe));
    expect(methods()).toEqual(['GET']);
  });

  it('is no business of a process that serves HTTP only', async () => {
    const web = await startWith(PROFILE, { ROLE: 'web' });
    await expectToServe(web);
    expect(methods()).toEqual([]);

    await startWith(PROFILE, { ROLE: 'worker' });
    await stored('synced');
    expect(methods()).toEqual(['GET', 'POST']);
  });
});

describe('the declared Messenger profile, while Meta fails,', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      advanceTimers: true,
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
      ],
    });
  });
  afterEach(() => jest.useRealTimers());

  /** Lets seconds pass, in steps that what is on its way comes before its own deadline. */
  async function flyUntil(isOver: (seconds: number) => boolean): Promise<void> {
    let seconds = 0;
    await eventually(async () => {
      jest.advanceTimersByTime(500);
      seconds += 0.5;
      return isOver(seconds) || null;
    });
  }

  it('is tried again later', async () => {
    graph.profiles.refuse(profileError(2, 500));

    const app = await startWith(PROFILE);

    expect(await stored('failed')).toEqual([{ page_id: PAGE_ID, state: 'failed', error_code: '2' }]);
    await expectToServe(app);
    expect(methods()).toEqual(['GET']);
    await runSql(database.url, 'UPDATE messenger_profiles SET due_at = now()');
    await flyUntil(() => methods().length === 3);
    await stored('synced');
    expect(methods()).toEqual(['GET', 'GET', 'POST']);
  });

  it('is not tried again after a refusal, until there is another token', async () => {
    graph.profiles.refuse(profileError(190));

    const app = await startWith(PROFILE);

    expect(await stored('refused')).toEqual([{ page_id: PAGE_ID, state: 'refused', error_code: '190' }]);
    await runSql(database.url, 'UPDATE messenger_profiles SET due_at = now()');
    await flyUntil((seconds) => seconds === 60);
    await expectToServe(app);
    expect(methods()).toEqual(['GET']);
    await startWith(PROFILE, { MESSENGER_PAGES: JSON.stringify({ [PAGE_ID]: 'another token' }) });
    await stored('synced');
  });
});
