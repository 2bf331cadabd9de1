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
});
