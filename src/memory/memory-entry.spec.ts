import { ownerHash } from '../auth/owner.js';
import {
  belongsTo,
  entryText,
  isNewer,
  isOfVersion,
  type MemoryEntry,
  type MemoryKey,
  readEntry,
  readStoredEntry,
} from './memory-entry.js';

const KEY: MemoryKey = { conversationId: 'conversation', owner: { kind: 'device', id: 'phone' } };

const entry = (changed: Partial<MemoryEntry> = {}): MemoryEntry => ({
  conversationId: KEY.conversationId,
  owner: ownerHash(KEY.owner),
  lastTurnNo: 2,
  answeredTurnNo: 1,
  revision: 7,
  size: 10,
  summary: { text: 'They have "met".', throughSeq: 8 },
  messages: [
    { seq: 1, role: 'user', content: 'One' },
    {
      ...{ seq: 2, role: 'assistant', content: 'Echo: "One" \\ 🦜' },
      toolCalls: [{ id: 'call', name: 'clock__now', arguments: '{}' }],
      toolResults: [{ toolCallId: 'call', content: 'Noon', isError: false }],
    },
  ],
  ...changed,
});

describe(entryText.name, () => {
  it('begins with revision, last turn and last answer, for a script to compare', () => {
    expect(entryText(entry())).toMatch(/^7\.2\.1 \{/);
  });

  it('is read back as it was', () => {
    expect(readEntry(entryText(entry()))).toEqual(entry());
    expect(readStoredEntry(JSON.stringify({ value: entryText(entry()) }))).toEqual(entry());
  });

  it('is read back the same where cache-manager has noted when it expires', () => {
    const stored = JSON.stringify({ value: entryText(entry()), expires: 1_900_000_000_000 });

    expect(readStoredEntry(stored)).toEqual(entry());
  });
});

describe(readEntry.name, () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['an entry that is no text', entry()],
    ['no text at all', ''],
    ['a version alone', '7.2.1 '],
    ['text that is no JSON', '7.2.1 hello'],
    ['a list', '7.2.1 []'],
    [
      'a message of nobody',
      `7.2.1 ${JSON.stringify({ ...entry(), messages: [{ seq: 1, role: 'system', content: 'x' }] })}`,
    ],
    [
      'a message without text',
      `7.2.1 ${JSON.stringify({ ...entry(), messages: [{ seq: 1, role: 'user' }] })}`,
    ],
    ['a summary of nothing', `7.2.1 ${JSON.stringify({ ...entry(), summary: { text: 'x' } })}`],
    ['an entry without a word of summaries', `7.2.1 ${JSON.stringify({ ...entry(), summary: undefined })}`],
    ['a turn in words', `7.2.1 ${JSON.stringify({ ...entry(), lastTurnNo: 'two' })}`],
  ])('takes %s for no entry', (_what, text) => {
    expect(readEntry(text)).toBeNull();
  });
});

describe(isNewer.name, () => {
  it.each<[string, Partial<MemoryEntry>]>([
    ['a higher revision, whatever the turns say', { revision: 8, lastTurnNo: 1, answeredTurnNo: 1 }],
    ['a later turn of the same revision', { lastTurnNo: 3, answeredTurnNo: 0 }],
    ['an answer more', { answeredTurnNo: 2 }],
  ])('is true for %s, and not the other way round', (_what, changed) => {
    expect([isNewer(entry(changed), entry()), isNewer(entry(), entry(changed))]).toEqual([true, false]);
  });

  it('is false for the same version', () => {
    expect(isNewer(entry(), entry({ messages: [] }))).toBe(false);
  });
});

describe(isOfVersion.name, () => {
  it('asks for all three figures', () => {
    const version = { lastTurnNo: 2, answeredTurnNo: 1, revision: 7 };

    expect(isOfVersion(entry(), version)).toBe(true);
    for (const name of ['lastTurnNo', 'answeredTurnNo', 'revision'] as const) {
      expect(isOfVersion(entry(), { ...version, [name]: version[name] + 1 })).toBe(false);
    }
  });
});

describe(belongsTo.name, () => {
  it.each<[string, MemoryKey]>([
    ['another conversation', { ...KEY, conversationId: 'another' }],
    ['another device', { ...KEY, owner: { kind: 'device', id: 'tablet' } }],
    ['a device that is spelled otherwise', { ...KEY, owner: { kind: 'device', id: 'Phone' } }],
    ['a user of the same name', { ...KEY, owner: { kind: 'user', id: 'phone' } }],
  ])('is false for %s', (_what, key) => {
    expect(belongsTo(entry(), key)).toBe(false);
  });

  it('is true for conversation and owner, of whatever version', () => {
    expect(belongsTo(entry({ revision: 9 }), KEY)).toBe(true);
  });
});
