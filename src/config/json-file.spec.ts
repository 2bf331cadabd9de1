import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSettingsError, type Environment, loadSettings } from './settings.js';

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof BadSettingsError) return error.problems;
    throw error;
  }
}

describe('MESSENGER_PROFILE_FILE', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-settings-'));
    file = join(folder, 'profile.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read at once', () => {
    writeFileSync(file, '{"get_started":{"payload":"GO"},"greeting":null}');

    const { messenger } = loadSettings({ MESSENGER_PROFILE_FILE: file });

    expect(messenger.profile).toEqual({ get_started: { payload: 'GO' }, greeting: null });
  });

  it.each([
    ['is missing', null, "the file can't be read"],
    ['is not JSON', 'leaked: true', 'it is not JSON'],
    ['is another thing', '["leaked"]', 'the whole is missing or of another type'],
    ['has a key that nobody knows', '{"leaked":1}', 'the whole has a key that nobody knows'],
    [
      'has a title that is too long',
      `{"persistent_menu":[{"locale":"default","call_to_actions":[{"type":"postback","title":"leaked${'x'.repeat(30)}","payload":"P"}]}]}`,
      'persistent_menu[0].call_to_actions[0].title is too long',
    ],
    [
      'has a link to nowhere',
      '{"persistent_menu":[{"locale":"default","call_to_actions":[{"type":"web_url","title":"T","url":"leaked"}]}]}',
      'persistent_menu[0].call_to_actions[0].url is not allowed',
    ],
    [
      'has a greeting for some only',
      '{"greeting":[{"locale":"en_US","text":"leaked"}]}',
      'greeting lacks the locale default',
    ],
    [
      'has several flaws',
      '{"get_started":{"payload":""},"greeting":[{"locale":"leaked"}]}',
      'get_started.payload is empty; greeting[0].locale is not allowed; greeting[0].text is missing or of another type',
    ],
  ])('whose file %s is told by what is wrong where, and no value', (_what, content, flaw) => {
    if (content !== null) writeFileSync(file, content);

    const problems = problemsOf({ MESSENGER_PROFILE_FILE: file });

    expect(problems).toEqual([
      `MESSENGER_PROFILE_FILE: path of a JSON file in the form of Meta's Messenger Profile API; ${flaw}`,
    ]);
  });

  it('tells a few of many flaws', () => {
    const greeting = Array.from({ length: 50 }, () => ({ locale: 'default', text: '' }));
    writeFileSync(file, JSON.stringify({ greeting }));

    const [problem = ''] = problemsOf({ MESSENGER_PROFILE_FILE: file, PORT: 'x' }).slice(1);

    expect(problem.split('; ')).toHaveLength(6);
  });
});
