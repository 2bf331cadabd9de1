import { validate, version } from 'uuid';
import { newId } from './new-id.js';

describe(newId.name, () => {
  it('gives UUIDs v7, none of them twice, however many are asked for', () => {
    const ids = Array.from({ length: 2000 }, newId);

    expect(new Set(ids).size).toBe(2000);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });

  it('begins with the time in ms', () => {
    const before = Date.now();

    const ms = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);

    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(Date.now());
  });
});
