import { Bell } from './bell.js';
import type { TurnOutcome } from './turn-line.js';

const FAILED: TurnOutcome = { state: 'failed', errorCode: 'agent_failed' };
const PAUSE_MS = 60_000;

describe(Bell.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends a pause when it is rung, and keeps the outcome', async () => {
    const bell = new Bell();
    const pause = bell.pause(PAUSE_MS);

    bell.ring(FAILED);
    bell.ring(null);

    await expect(pause).resolves.toBe(false);
    expect([bell.heard(), jest.getTimerCount()]).toEqual([FAILED, 0]);
  });

  it('does not pause when it was rung before, once', async () => {
    const bell = new Bell();
    bell.ring(null);

    await bell.pause(PAUSE_MS);
    expect(jest.getTimerCount()).toBe(0);
    const second = bell.pause(PAUSE_MS);

    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(PAUSE_MS);
    await expect(second).resolves.toBe(false);
  });

  it.each([
    ['ends with the work', Promise.resolve(), true],
    ['ends with a ring', new Promise(() => undefined), false],
  ])('leaves no timer behind when a pause %s', async (_, work, isDone) => {
    const bell = new Bell();
    const pause = bell.pauseDuring(work, PAUSE_MS);
    if (!isDone) bell.ring(null);

    await expect(pause).resolves.toBe(isDone);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when the work fails', async () => {
    const bell = new Bell();

    await expect(bell.pauseDuring(Promise.reject(new Error('broken')), PAUSE_MS)).rejects.toThrow('broken');
    expect(jest.getTimerCount()).toBe(0);
  });
});
