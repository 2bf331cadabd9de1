import { InProcessRateLimitStorage } from './in-process-rate-limit-storage.js';

const WINDOW_MS = 60_000;

describe(InProcessRateLimitStorage.name, () => {
  let now = 0;

  beforeEach(() => {
    now = 1000;
  });

  const storage = (maxBudgets?: number) => new InProcessRateLimitStorage(() => now, maxBudgets);

  it('counts to the limit, then refuses until the window ends', async () => {
    const counters = storage();

    const first = await counters.increment('a', WINDOW_MS, 2);
    now += 20_500;
    await counters.increment('a', WINDOW_MS, 2);
    const third = await counters.increment('a', WINDOW_MS, 2);

    expect(first).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
    expect(third).toEqual({ totalHits: 3, timeToExpire: 40, isBlocked: true, timeToBlockExpire: 40 });
  });

  it('does not lengthen a window by refused requests', async () => {
    const counters = storage();
    await counters.increment('a', WINDOW_MS, 1);
    now += WINDOW_MS - 1;
    const refused = await counters.increment('a', WINDOW_MS, 1);
    now += 1;
    const next = await counters.increment('a', WINDOW_MS, 1);

    expect(refused).toMatchObject({ isBlocked: true, timeToExpire: 1 });
    expect(next).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
  });

  it('never says more seconds than a window has', async () => {
    now = 8615.643995331231; // Here `now + 60000 - now` is more than 60000.

    expect(await storage().increment('a', WINDOW_MS, 1)).toMatchObject({ timeToExpire: 60 });
  });

  it('counts each budget for itself', async () => {
    const counters = storage();
    await counters.increment('a', WINDOW_MS, 1);

    expect(await counters.increment('b', WINDOW_MS, 1)).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('forgets windows that have ended', async () => {
    const counters = storage();
    for (let index = 0; index < 100; index += 1) await counters.increment(`old ${index}`, WINDOW_MS, 1);
    now += WINDOW_MS;
    await counters.increment('new', WINDOW_MS, 1);

    expect(counters.size).toBe(1);
  });

  it('keeps no more budgets than it may, dropping the oldest', async () => {
    const counters = storage(2);
    for (const key of ['a', 'b', 'c']) await counters.increment(key, WINDOW_MS, 1);

    expect(counters.size).toBe(2);
    expect(await counters.increment('c', WINDOW_MS, 1)).toMatchObject({ totalHits: 2 });
    expect(await counters.increment('a', WINDOW_MS, 1)).toMatchObject({ totalHits: 1 });
  });
});
