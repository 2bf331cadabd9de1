import { chmodSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries, openBinaries } from './postgres-binaries.js';

const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };

/** A package as an install without scripts leaves it: the library is there, its link is not. */
function makePackage(folder: string): { folder: string; version: string } {
  mkdirSync(join(folder, 'native', 'bin'), { recursive: true });
  mkdirSync(join(folder, 'native', 'lib'));
  writeFileSync(join(folder, 'native', 'bin', 'postgres'), 'program');
  writeFileSync(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  return { folder, version: '18.4.0' };
}

describe(openBinaries.name, () => {
  let root: string;
  let home: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'parley-binaries-'));
    home = join(root, 'home');
    mkdirSync(home);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('adds the library links that an install without scripts leaves out', async () => {
    const installed = makePackage(join(root, 'package'));

    const binaries = await openBinaries(installed, home, null);

    expect(binaries).toBe(join(installed.folder, 'native', 'bin'));
    expect(readlinkSync(join(installed.folder, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  });

  it('copies a package that the server may not enter', async () => {
    const installed = makePackage(join(root, 'package'));
    chmodSync(installed.folder, 0o700);

    const binaries = await openBinaries(installed, home, stranger);

    expect(binaries).toBe(join(home, 'binaries-18.4.0', 'native', 'bin'));
    expect(existsSync(join(binaries, 'postgres'))).toBe(true);
    expect(readlinkSync(join(binaries, '..', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  });

  it('makes one copy for several starts at once', async () => {
    const installed = makePackage(join(root, 'package'));
    chmodSync(installed.folder, 0o700);

    const places = await Promise.all([1, 2, 3].map(() => openBinaries(installed, home, stranger)));

    expect(new Set(places)).toEqual(new Set([join(home, 'binaries-18.4.0', 'native', 'bin')]));
  });
});

describe(findBinaries.name, () => {
  it('finds the installed package of this platform', () => {
    const { folder, version } = findBinaries();

    expect(existsSync(join(folder, 'native', 'bin'))).toBe(true);
    expect(version).toMatch(/^\d+\./);
  });
});
