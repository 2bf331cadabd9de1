import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { makeTemporaryFolder } from '../support/temporary-folder.js';

const OWN = { greeting: { en: ['ahoy matey'] }, human_handoff: { nl: ['ik wil een medewerker spreken'] } };

/** The intents that an installation tells of these messages. */
async function intentsOf(app: TestApp, messages: readonly string[]): Promise<unknown[]> {
  const client = app.client();
  const answers = [];
  for (const message of messages) answers.push(await client.chat(message));
  return answers.map(({ body }) => body.metadata.intent);
}

describe('INTENTS_FILE', () => {
  const messages = ['Ahoy matey!', 'Ik wil een medewerker spreken', 'Hello!', 'Vielen Dank'];

  it('teaches what an installation needs beside what is built in', async () => {
    const folder = makeTemporaryFolder();
    const file = join(folder, 'intents.json');
    writeFileSync(file, JSON.stringify(OWN));
    const taught = await startApp({ env: { INTENTS_FILE: file } });
    const untaught = await startApp();

    const told = [await intentsOf(taught, messages), await intentsOf(untaught, messages)];

    await Promise.all([taught.stop(), untaught.stop()]);
    rmSync(folder, { recursive: true });
    expect(told).toEqual([
      ['greeting', 'human_handoff', 'greeting', 'thanks'],
      ['other', 'other', 'greeting', 'thanks'],
    ]);
  });
});
