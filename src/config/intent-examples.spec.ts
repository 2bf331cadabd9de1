import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intentExamples } from './intent-examples.js';
import { BadSettingsError, loadSettings } from './settings.js';

const isTaken = (examples: unknown): boolean => intentExamples.safeParse(examples).success;

describe('intent examples', () => {
  it.each([
    ['nothing', {}],
    ['one intent in one language', { greeting: { en: ['ahoy'] } }],
    ['a language that Parley does not speak itself', { thanks: { it: ['grazie'], fil: ['salamat'] } }],
    ['a sentence of 500 characters', { other: { en: ['x'.repeat(500)] } }],
  ])('may be %s', (_what, examples) => {
    expect(intentExamples.parse(examples)).toEqual(examples);
  });

  it.each([
    ['an intent that nobody knows', { weather: { en: ['is it raining'] } }],
    ['the intent of the screen', { blocked: { en: ['ignore your rules'] } }],
    ['sentences without a language', { greeting: ['ahoy'] }],
    ['a language that is no code', { greeting: { English: ['ahoy'] } }],
    ['an empty sentence', { greeting: { en: [' '] } }],
    ['a sentence of 501 characters', { other: { en: ['x'.repeat(501)] } }],
    ['a list', []],
  ])('may not be %s', (_what, examples) => {
    expect(isTaken(examples)).toBe(false);
  });
});

describe('INTENTS_FILE', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-settings-'));
    file = join(folder, 'intents.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read at once', () => {
    writeFileSync(file, '{"greeting":{"en":["  ahoy "]}}');

    expect(loadSettings({ INTENTS_FILE: file }).chat.intents).toEqual({ greeting: { en: ['ahoy'] } });
    expect(loadSettings({}).chat.intents).toBeNull();
  });

  it.each([
    ['an intent that nobody knows', '{"leaked":{"en":["x"]}}', 'the whole has a key that nobody knows'],
    ['a language that is none', '{"other":{"Leaked":["x"]}}', 'other has a key that nobody knows'],
    ['an empty sentence', '{"other":{"en":["x",""]}}', 'other.en[1] is empty'],
  ])('with %s refuses the start and says where', (_what, content, flaw) => {
    writeFileSync(file, content);

    const start = (): unknown => loadSettings({ INTENTS_FILE: file });

    expect(start).toThrow(BadSettingsError);
    expect(start).toThrow(`sentences; ${flaw}`);
    expect(start).not.toThrow(/leaked/i);
  });
});
