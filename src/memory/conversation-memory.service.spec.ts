import { Logger } from '@nestjs/common';
import { type Cache, createCache } from 'cache-manager';
import { LogLines } from '../../test/support/log-lines.js';
import { loadSettings } from '../config/settings.js';
import type { TailMessage } from '../conversation/message-tail.js';
import { createJsonLog } from '../observability/json-log.js';
import { MetricsService } from '../observability/metrics.service.js';
import { TurnEvents } from '../observability/turn-events.service.js';
import { ConversationMemory, type MemoryKey, type MemoryVersion } from './conversation-memory.service.js';

const KEY: MemoryKey = { conversationId: 'conversation', owner: { kind: 'device', id: 'phone' } };
const VERSION: MemoryVersion = { lastTurnNo: 2, answeredTurnNo: 1, revision: 0 };
const SAID: TailMessage[] = [
  { seq: 1, role: 'user', content: 'One' },
  { seq: 2, role: 'assistant', content: 'Echo: One' },
  { seq: 3, role: 'user', content: 'Two' },
];

describe(ConversationMemory.name, () => {
  let cache: Cache;
  let lines: LogLines;

  beforeEach(() => {
    cache = createCache();
    lines = new LogLines();
  });

  const memory = (env: Record<string, string> = {}): ConversationMemory => {
    const settings = loadSettings(env);
    const events = new TurnEvents(createJsonLog(settings, lines), new MetricsService(), settings);
    return new ConversationMemory(cache, settings, events);
  };

  it('recalls what it was told to remember', async () => {
    await memory().remember(KEY, VERSION, SAID);

    expect(await memory().recall(KEY, VERSION)).toEqual(SAID);
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

  it.each([
    ['text', 'not an entry'],
    ['a number', 7],
    ['a list', []],
    ['an entry without messages', { conversationId: 'conversation', ...VERSION }],
  ])('recalls nothing where the cache holds %s', async (_what, stored) => {
    await cache.set(KEY.conversationId, stored);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  it('recalls nothing where the cache mixed conversations up', async () => {
    await memory().remember(KEY, VERSION, SAID);
    await cache.set('another', await cache.get(KEY.conversationId));

    expect(await memory().recall({ ...KEY, conversationId: 'another' }, VERSION)).toBeNull();
  });

  it.each([
    ['2', SAID.slice(1)],
    ['10', SAID],
    ['0', []],
  ])('keeps the newest of CONVERSATION_MEMORY_SIZE=%s', async (size, expected) => {
    await memory({ CONVERSATION_MEMORY_SIZE: size }).remember(KEY, VERSION, SAID);

    expect(await memory().recall(KEY, VERSION)).toEqual(expected);
  });

  it('keeps it for CONVERSATION_MEMORY_TTL seconds', async () => {
    await memory({ CONVERSATION_MEMORY_TTL: '60' }).remember(KEY, VERSION, SAID);

    const endsAt = (await cache.ttl(KEY.conversationId)) ?? 0;
    expect(endsAt - Date.now()).toBeLessThanOrEqual(60_000);
    expect(endsAt).toBeGreaterThan(Date.now());
  });

  it('forgets', async () => {
    await memory().remember(KEY, VERSION, SAID);

    await memory().forget(KEY.conversationId);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  it('lets nobody notice a cache that fails, and says so in the log', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const broken = (): Promise<never> => Promise.reject(new Error('the cache is away'));
    jest.spyOn(cache, 'get').mockImplementation(broken);
    jest.spyOn(cache, 'set').mockImplementation(broken);
    jest.spyOn(cache, 'del').mockImplementation(broken);

    await memory().remember(KEY, VERSION, SAID);
    await memory().forget(KEY.conversationId);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
    expect(warn).toHaveBeenCalledTimes(3);
    expect(lines.all()).toMatchObject(Array(3).fill({ event_type: 'memory_fallback' }));
    warn.mockRestore();
  });

  it('leaves a very long tail to the database, and the older copy with it', async () => {
    const said: TailMessage[] = [{ seq: 1, role: 'user', content: 'x'.repeat(16_385) }];
    await memory().remember(KEY, VERSION, SAID);

    await memory().remember(KEY, VERSION, said);

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });

  it('keeps nothing of an erased conversation, however late it comes', async () => {
    const one = memory();
    await one.remember(KEY, VERSION, SAID);

    await one.bury(KEY.conversationId);
    const afterwards = await one.recall(KEY, VERSION);
    await one.remember(KEY, VERSION, SAID);

    expect(afterwards).toBeNull();
    expect(await one.recall(KEY, VERSION)).toBeNull();
  });

  it('forgets everything at once', async () => {
    await memory().remember(KEY, VERSION, SAID);

    await memory().forgetAll();

    expect(await memory().recall(KEY, VERSION)).toBeNull();
  });
});
