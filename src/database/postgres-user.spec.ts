import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, serverUser } from './postgres-user.js';

const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };

describe(canEnter.name, () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-user-'));
    mkdirSync(join(folder, 'inner'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('says no where one folder on the way is closed', () => {
    chmodSync(folder, 0o700);

    expect(canEnter(stranger, join(folder, 'inner'))).toBe(false);
  });

  it('says yes where every folder is open', () => {
    chmodSync(folder, 0o711);

    expect(canEnter(stranger, join(folder, 'inner'))).toBe(true);
  });

  it('says yes for the account that we run as', () => {
    chmodSync(folder, 0o700);

    expect(canEnter(null, folder)).toBe(true);
  });
});

describe(serverUser.name, () => {
  it('is never root', () => {
    const user = serverUser('/nowhere');

    expect(user?.uid ?? process.getuid?.()).not.toBe(0);
  });
});
