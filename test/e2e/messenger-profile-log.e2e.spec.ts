import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { GraphStandIn } from '../support/graph-stand-in.js';
import { type LoggedApp, startLoggedApp } from '../support/logged-app.js';
import { messengerSettings } from '../support/messenger-page.js';
import { profileError } from '../support/profile-stand-in.js';
import { makeTemporaryFolder } from '../support/temporary-folder.js';

const folder = makeTemporaryFolder();
let graph: GraphStandIn;
let app: LoggedApp;

beforeAll(async () => {
  graph = await GraphStandIn.start();
  graph.profiles.refuse(profileError(2, 500), profileError(190));
  const file = join(folder, 'profile.json');
  writeFileSync(file, '{"get_started":{"payload":"GO"}}');
  app = await startLoggedApp({
    ...messengerSettings(graph.url),
    MESSENGER_PAGES: '{"11":"a first token","12":"a second token"}',
    MESSENGER_PROFILE_FILE: file,
  });
});
afterAll(async () => {
  await app.stop();
  await graph.close();
  rmSync(folder, { recursive: true });
});

/** What the log says of profiles that could not be brought to the pages. */
const failures = (): Record<string, unknown>[] =>
  app.log.all().filter(({ msg }) => String(msg).includes('is not as declared'));

describe('a Messenger profile that does not reach its page', () => {
  it('is a line of the log that tells the class of the failure, and no token', async () => {
    const lines = await eventually(async () => (failures().length === 2 ? failures() : null));

    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          level: 'warn',
          msg: expect.stringMatching(/ambiguous, 2; tried again in/),
        }),
        expect.objectContaining({ level: 'error', msg: expect.stringMatching(/auth, 190; not tried again/) }),
      ]),
    );
    expect(app.log.raw()).not.toMatch(/a (?:first|second) token|appsecret_proof/);
  });
});
