import { budgetState } from './budget.js';

describe(budgetState.name, () => {
  it.each([
    [59, 60_000, { totalHits: 59, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 }],
    [60, 59_001, { totalHits: 60, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 }],
    [61, 59_000, { totalHits: 61, timeToExpire: 59, isBlocked: true, timeToBlockExpire: 59 }],
    [61, 1, { totalHits: 61, timeToExpire: 1, isBlocked: true, timeToBlockExpire: 1 }],
  ])('of %d hits of 60, %d ms before the end, is in whole seconds', (hits, leftMs, expected) => {
    expect(budgetState(hits, leftMs, 60)).toEqual(expected);
  });
});
