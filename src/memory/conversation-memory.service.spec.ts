import { Logger } from '@nestjs/common';
import { LogLines } from '../../test/support/log-lines.js';
import { loadSettings } from '../config/settings.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { createJsonLog } from '../observability/json-log.js';
import { MetricsService } from '../observability/metrics.service.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { ConversationMemory } from './conversation-memory.service.js';
import { InProcessMemoryStore } from './in-process-memory-store.js';
import { entryText, type MemoryKey, type MemoryVersion } from './memory-entry.js';
import { type MemoryStore } from './memory-store.js';
import type { Remembered, Summary } from './summary.js';

const KEY: MemoryKey = { conversationId: 'conversation', owner: { kind: 'device', id: 'phone' } };
const VERSION: MemoryVersion = { lastTurnNo: 2, answeredTurnNo: 1, revision: 0 };
const MESSAGES: TailMessage[] = [
  { seq: 1, role: 'user', content: 'One' },
  { seq: 2, role: 'assistant', content: 'Echo: One' },
  { seq: 3, role: 'user', content: 'Two' },
];
const SUMMARY: Summary = { text: 'They have met.', throughSeq: 2 };
const SAID: Remembered = { summary: SUMMARY, messages: MESSAGES };

/** One answer, of which a test names what it is about. */
const remembered = (message: Partial<TailMessage>): Remembered => ({
  summary: null,
  messages: [{ seq: 2, role: 'assistant', content: 'x', ...message }],
});

describe(ConversationMemory.name, () => {
  let store: InProcessMemoryStore;
  let lines: LogLines;

  beforeEach(() => {
    store = new InProcessMemoryStore(60_000);
    lines = new LogLines();
  });

  const memory = (env: Record<string, string> = {}, kept: MemoryStore = store): ConversationMemory => {
    const settings = loadSettings(env);
    const events = new TurnEvents(createJsonLog(settings, lines), new MetricsService(), settings);
    return new ConversationMemory(kept, settings, events);
  };

  it('recalls what it was told to remember', async () => {
    await memory().remember(KEY, VERSION, SAID);

    expect(await memory().recall(KEY, VERSION)).toMatchObject(SAID);
  });

  it.each([
    ['another version’s last turn', KEY, { ...VERSION, lastTurnNo: 3 }],
    ['another version’s last answer', KEY, { ...VERSION, answeredTurnNo: 2 }],
    ['another revision', KEY, { ...VERSION, revision: 1 }],
    ['another owner', { ...KEY, owner: { kind: 'device', id: 'tablet' } } as const, VERSION],
    ['an owner of another kind', { ...KEY, owner: { kind: 'user', id: 'phone' } } as const, VERSION],
    ['another conversation', { ...KEY, conversationId: 'another' }, VERSION],
  ])('recalls nothing for %s', async (_what, key, version) => {
    await memory().remember(KEY, VERSION, SAID);

    expect(await memory().recall(key, version)).toBeNull();
  });

  it('recalls nothing where the cache mixed conversations up', async () => {
    const entry = memory().entryOf(KEY, VERSION, SAID);
    jest.spyOn(store, 'find').mockResolvedValue(entry);

    expect(await memory().recall({ ...KEY, conversationId: 'another' }, VERSION)).toBeNull();
  });

  it('recalls nothing that was kept under another CONVERSATION_MEMORY_SIZE', async () => {
    await memory({ CONVERSATION_MEMORY_SIZE: '2' }).remember(KEY, VERSION, SAID);

    expect(await memory({ CONVERSATION_MEMORY_SIZE: '3' }).recall(KEY, VERSION)).toBeNull();
  });

  it('takes what was read already for what is kept', async () => {
    const entry = memory().entryOf(KEY, VERSION, SAID);
    const stored = JSON.stringify({ value: entry && entryText(entry) });

    expect(await memory().peek(KEY, stored)).toEqual(entry);
  });

  it.each([
    ['nothing', null],
    ['no JSON', 'not an entry'],
    ['text that is no entry', '{"value":"0.1.1 []"}'],
    ['a number', '{"value":7}'],
    ['a list', '[]'],
    ['an entry without messages', '{"value":"0.2.1 {\\"conversationId\\":\\"conversation\\"}"}'],
  ])('takes %s for nothing', async (_what, stored) => {
    expect(await memory().peek(KEY, stored)).toBeNull();
  });

  it.each([
    ['2', MESSAGES.slice(1)],
    ['10', MESSAGES],
    ['0', []],
  ])('keeps the newest of CONVERSATION_MEMORY_SIZE=%s', async (size, expected) => {
    const sized = memory({ CONVERSATION_MEMORY_SIZE: size });
    await sized.remember(KEY, VERSION, SAID);

    expect((await sized.recall(KEY, VERSION))?.messages).toEqual(expected);
  });

  it('forgets', async () => {
    await memory().remember(KEY, VERSION, SAID);

    await memory().forget(KEY.conversationId);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  it('lets nobody notice a cache that fails, and says so in the log', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const broken = (): Promise<never> => Promise.reject(new Error('the cache is away'));
    jest.spyOn(store, 'find').mockImplementation(broken);
    jest.spyOn(store, 'keep').mockImplementation(broken);
    jest.spyOn(store, 'drop').mockImplementation(broken);
    jest.spyOn(store, 'bury').mockImplementation(broken);

    await memory().remember(KEY, VERSION, SAID);
    await memory().forget(KEY.conversationId);

    expect(await memory().bury(KEY.conversationId)).toBe(false);
    expect(await memory().recall(KEY, VERSION)).toBeNull();
    expect(warn).toHaveBeenCalledTimes(4);
    expect(lines.all()).toMatchObject([{ event_type: 'memory_fallback' }]);
    warn.mockRestore();
  });

  it('leaves a very long tail to the database, and the older copy with it', async () => {
    await memory().remember(KEY, VERSION, SAID);

    await memory().remember(KEY, VERSION, remembered({ content: 'x'.repeat(16_385) }));

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  it.each<[string, Remembered]>([
    ['the summary', { summary: { text: 'x'.repeat(16_384), throughSeq: 2 }, messages: MESSAGES }],
    [
      'what tools were asked',
      remembered({ toolCalls: [{ id: 'c', name: 'find', arguments: 'x'.repeat(16_384) }] }),
    ],
    [
      'what tools said',
      remembered({ toolResults: [{ toolCallId: 'c', content: 'x'.repeat(16_385), isError: false }] }),
    ],
  ])('counts %s too', async (_what, said) => {
    await memory().remember(KEY, VERSION, said);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  describe('a summary that was made meanwhile', () => {
    const NEWER: Summary = { text: 'They are friends.', throughSeq: 4 };

    it('takes the place of the one before, and the messages stay', async () => {
      await memory().remember(KEY, VERSION, SAID);

      await memory().resume(KEY, VERSION.revision, NEWER);

      expect(await memory().recall(KEY, VERSION)).toMatchObject({ summary: NEWER, messages: MESSAGES });
    });

    it.each<[string, MemoryKey, number, Summary]>([
      ['another revision', KEY, VERSION.revision + 1, NEWER],
      ['less than what is kept', KEY, VERSION.revision, { text: 'Less.', throughSeq: 1 }],
      [
        'another owner’s conversation',
        { ...KEY, owner: { kind: 'user', id: 'phone' } },
        VERSION.revision,
        NEWER,
      ],
      ['another conversation', { ...KEY, conversationId: 'another' }, VERSION.revision, NEWER],
    ])('changes nothing where it tells of %s', async (_what, key, revision, summary) => {
      await memory().remember(KEY, VERSION, SAID);

      await memory().resume(key, revision, summary);

      expect(await memory().recall(KEY, VERSION)).toMatchObject(SAID);
    });

    it('brings nothing back that was erased', async () => {
      await memory().remember(KEY, VERSION, SAID);
      await memory().bury(KEY.conversationId);

      await memory().resume(KEY, VERSION.revision, NEWER);

      expect(await memory().peek(KEY)).toBeNull();
    });
  });
});
