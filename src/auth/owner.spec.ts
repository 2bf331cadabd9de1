import { ownerHash } from './owner.js';

describe(ownerHash.name, () => {
  it('is the SHA-256 of kind and id, in hex', () => {
    expect(ownerHash({ kind: 'device', id: 'abc' })).toBe(
      'ce74ffe5e0f321d644a2f791b3caddaacd87c29ea20916057c884a320246a552',
    );
  });

  it('tells a device from a user of the same id', () => {
    expect(ownerHash({ kind: 'device', id: 'abc' })).not.toBe(ownerHash({ kind: 'user', id: 'abc' }));
  });
});
