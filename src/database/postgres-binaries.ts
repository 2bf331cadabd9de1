import { randomUUID } from 'node:crypto';
import { constants, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { cp, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { canEnter, type ServerUser } from './postgres-user.js';

const manifest = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** An installed package of server programs. */
export interface BinariesPackage {
  readonly folder: string;
  readonly version: string;
}

/**
 * The folder with `initdb` and `postgres`, complete and within the user's reach: the installed package, or a copy of
 * it below `home` where the package is closed to the user or lacks links and can't be written.
 */
export async function openBinaries(
  { folder, version }: BinariesPackage,
  home: string,
  user: ServerUser | null,
): Promise<string> {
  const programs = join('native', 'bin');
  if (canEnter(user, join(folder, programs)) && addMissingLinks(folder)) return join(folder, programs);
  const copy = join(home, `binaries-${version}`);
  if (!existsSync(copy)) await copyPackage(folder, copy);
  return join(copy, programs);
}

/**
 * The package for this platform.
 * @throws EmbeddedPostgresError when it is not installed
 */
export function findBinaries(): BinariesPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { folder, version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `the optional package ${name} is not installed; set DATABASE_URL, or install without --omit=optional`,
      { cause },
    );
  }
}

/** Makes the library links that npm can't pack and an install without scripts leaves out; false when it may not. */
function addMissingLinks(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links = existsSync(list) ? linkList.parse(JSON.parse(readFileSync(list, 'utf8'))) : [];
  return links.every(({ source, target }) => addLink(source, join(folder, target)));
}

function addLink(source: string, link: string): boolean {
  if (existsSync(link)) return true;
  try {
    symlinkSync(basename(source), link);
  } catch {
    return existsSync(link); // Made by another start meanwhile, or the package is read-only.
  }
  return true;
}

/** A copy appears whole or not at all; of two at once the first one stays. */
async function copyPackage(folder: string, copy: string): Promise<void> {
  const draft = `${copy}.${randomUUID()}`;
  await cp(join(folder, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  if (!addMissingLinks(draft)) throw new EmbeddedPostgresError(`can't link the libraries in ${draft}`);
  await rename(draft, copy).catch(() => rmSync(draft, { recursive: true, force: true }));
}
