import { ownerOf } from './owned-by.js';

describe(ownerOf.name, () => {
  it.each([
    ["a device's", { deviceId: 'one', userId: null }, { kind: 'device', id: 'one' }],
    ["a user's", { deviceId: null, userId: 'one' }, { kind: 'user', id: 'one' }],
    ['an erased', { deviceId: null, userId: null }, null],
  ])('knows whose %s conversation is', (_whose, row, owner) => {
    expect(ownerOf(row)).toEqual(owner);
  });
});
