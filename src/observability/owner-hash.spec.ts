import { createOwnerHash } from './owner-hash.js';

const device = { kind: 'device', id: 'phone-1' } as const;

describe(createOwnerHash.name, () => {
  it('gives the same owner the same hash under the same key', () => {
    const key = 'a key of sixteen bytes';

    expect(createOwnerHash(key)(device)).toBe(createOwnerHash(key)(device));
    expect(createOwnerHash(key)(device)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('tells a device from a user of the same id', () => {
    const hash = createOwnerHash('a key of sixteen bytes');

    expect(hash(device)).not.toBe(hash({ kind: 'user', id: 'phone-1' }));
  });

  it('stays the same for an owner that was forgotten among many others', () => {
    const hash = createOwnerHash('a key of sixteen bytes');
    const before = hash(device);

    for (let number = 0; number < 2500; number++) hash({ kind: 'user', id: `${number}` });

    expect(hash(device)).toBe(before);
  });

  it('takes a new key at every start when none is set', () => {
    expect(createOwnerHash(null)(device)).not.toBe(createOwnerHash(null)(device));
  });
});
