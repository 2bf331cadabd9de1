import { isNestedDeeperThan } from './json-depth.js';

describe(isNestedDeeperThan.name, () => {
  it.each([
    [0, 'text', false],
    [0, null, false],
    [0, {}, true],
    [1, {}, false],
    [1, { a: 1, b: 'x' }, false],
    [1, { a: [] }, true],
    [2, { a: [1, null] }, false],
    [2, [1, [2, [3]]], true],
  ])('%d levels, %j: %s', (levels, value, expected) => {
    expect(isNestedDeeperThan(levels, value)).toBe(expected);
  });
});
