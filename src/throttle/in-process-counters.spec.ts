import { WINDOW_MS } from './budget.js';
import { InProcessCounters } from './in-process-counters.js';

describe(InProcessCounters.name, () => {
  let now = 0;

  beforeEach(() => {
    now = 1000;
  });

  const storage = (maxBudgets?: number) => new InProcessCounters(() => now, maxBudgets);

  it('counts to the limit, then refuses until the window ends', () => {
    const counters = storage();

    const first = counters.count({ key: 'a', limit: 2 });
    now += 20_500;
    counters.count({ key: 'a', limit: 2 });
    const third = counters.count({ key: 'a', limit: 2 });

    expect(first).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
    expect(third).toEqual({ totalHits: 3, timeToExpire: 40, isBlocked: true, timeToBlockExpire: 40 });
  });

  it('does not lengthen a window by refused requests', () => {
    const counters = storage();
    counters.count({ key: 'a', limit: 1 });
    now += WINDOW_MS - 1;
    const refused = counters.count({ key: 'a', limit: 1 });
    now += 1;
    const next = counters.count({ key: 'a', limit: 1 });

    expect(refused).toMatchObject({ isBlocked: true, timeToExpire: 1 });
    expect(next).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
  });

  it('says without counting whether a budget is spent', () => {
    const counters = storage();
    const before = counters.isSpent({ key: 'a', limit: 1 });
    counters.count({ key: 'a', limit: 1 });
    const after = [counters.isSpent({ key: 'a', limit: 1 }), counters.isSpent({ key: 'a', limit: 2 })];
    now += WINDOW_MS;

    expect([before, ...after, counters.isSpent({ key: 'a', limit: 1 })]).toEqual([false, true, false, false]);
  });

  it('never says more seconds than a window has', () => {
    now = 8615.643995331231; // Here `now + 60000 - now` is more than 60000.

    expect(storage().count({ key: 'a', limit: 1 })).toMatchObject({ timeToExpire: 60 });
  });

  it('counts each budget for itself', () => {
    const counters = storage();
    counters.count({ key: 'a', limit: 1 });

    expect(counters.count({ key: 'b', limit: 1 })).toMatchObject({ totalHits: 1, isBlocked: false });
  });

  it('forgets windows that have ended', () => {
    const counters = storage();
    for (let index = 0; index < 100; index += 1) counters.count({ key: `old ${index}`, limit: 1 });
    now += WINDOW_MS;
    counters.count({ key: 'new', limit: 1 });

    expect(counters.size).toBe(1);
  });

  it('keeps no more budgets than it may, dropping the oldest', () => {
    const counters = storage(2);
    for (const key of ['a', 'b', 'c']) counters.count({ key, limit: 1 });

    expect(counters.size).toBe(2);
    expect(counters.count({ key: 'c', limit: 1 })).toMatchObject({ totalHits: 2 });
    expect(counters.count({ key: 'a', limit: 1 })).toMatchObject({ totalHits: 1 });
  });

  describe('that is told when the window of all replicas ends', () => {
    it('begins anew with it', () => {
      const counters = storage();
      counters.count({ key: 'a', limit: 1 });

      counters.align('a', 10_000);
      const second = counters.count({ key: 'a', limit: 1 });
      now += 10_000;
      const third = counters.count({ key: 'a', limit: 1 });

      expect(second).toEqual({ totalHits: 2, timeToExpire: 10, isBlocked: true, timeToBlockExpire: 10 });
      expect(third).toEqual({ totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 });
    });

    it('never lengthens its own: nobody is refused for longer than a window', () => {
      const counters = storage();
      counters.count({ key: 'a', limit: 1 });
      now += 50_000;

      counters.align('a', 60_000);

      expect(counters.count({ key: 'a', limit: 1 })).toMatchObject({ timeToExpire: 10 });
    });

    it('opens none by that', () => {
      const counters = storage();

      counters.align('a', 10_000);

      expect(counters.size).toBe(0);
    });

    it('forgets one that has ended before older ones, at the latest with them', () => {
      const counters = storage();
      counters.count({ key: 'old', limit: 1 });
      now += 1000;
      counters.count({ key: 'a', limit: 1 });
      counters.align('a', 10);
      now += 10;

      const afresh = counters.count({ key: 'a', limit: 1 });
      now += WINDOW_MS;
      counters.count({ key: 'new', limit: 1 });

      expect(afresh).toMatchObject({ totalHits: 1 });
      expect(counters.size).toBe(1);
    });
  });
});
