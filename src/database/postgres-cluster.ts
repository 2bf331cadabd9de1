import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { findBinaries, openBinaries } from './postgres-binaries.js';
import { openHome } from './postgres-home.js';
import { serverUser, type ServerUser } from './postgres-user.js';

const run = promisify(execFile);

/** Name of the superuser and of the application's database. */
export const DATABASE_NAME = 'parley';

/** Data files that a server can be started on. */
export interface Cluster {
  readonly home: string;
  readonly dataDir: string;
  readonly password: string;
  /** Folder of `initdb` and `postgres`. */
  readonly binaries: string;
  readonly user: ServerUser | null;
}

/**
 * Opens the cluster below `dataDir`, making it when there is none. Safe to run in several processes at once.
 * @throws EmbeddedPostgresError
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const home = openHome(dataDir);
  const user = serverUser(join(home, 'data'));
  const binaries = await openBinaries(findBinaries(), home, user);
  const password = openPassword(home, user);
  const cluster = { home, dataDir: join(home, 'data'), password, binaries, user };
  if (!existsSync(cluster.dataDir)) await makeCluster(cluster);
  return cluster;
}

/** How one of the server's programs is started: its account, a folder it may enter, nothing of the caller's environment. */
export function programOptions({ home, user }: Cluster) {
  const account = user === null ? {} : { uid: user.uid, gid: user.gid };
  return { ...account, cwd: home, env: { TZ: 'UTC' } };
}

function openPassword(home: string, user: ServerUser | null): string {
  const file = join(home, 'password');
  if (!existsSync(file)) placePassword(file, user);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `${file} belongs to another user; run as that user or set PARLEY_DATA_DIR`,
      {
        cause,
      },
    );
  }
}

/** A link is made whole or not at all, and never over the file of another start. */
function placePassword(file: string, user: ServerUser | null): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
  giveTo(user, draft);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}

/** An interrupted run leaves only a draft; of two at once the first one stays, with the same password. */
async function makeCluster(cluster: Cluster): Promise<void> {
  const draft = `${cluster.dataDir}.${randomUUID()}`;
  mkdirSync(draft, { mode: 0o700 });
  giveTo(cluster.user, draft);
  try {
    await initialize(cluster, draft, 'C.UTF-8').catch(() => initialize(cluster, draft, 'C'));
    await rename(draft, cluster.dataDir);
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (existsSync(cluster.dataDir)) return;
    throw new EmbeddedPostgresError(`initdb failed in ${cluster.home}: ${reasonOf(cause)}`, { cause });
  }
}

/** Sorting and letter case come from the server's own tables, the rest (full-text search) from the system's locale. */
async function initialize(cluster: Cluster, dataDir: string, locale: string): Promise<void> {
  await run(
    join(cluster.binaries, 'initdb'),
    [
      `--pgdata=${dataDir}`,
      `--username=${DATABASE_NAME}`,
      `--pwfile=${join(cluster.home, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      `--locale=${locale}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    programOptions(cluster),
  );
}

function giveTo(user: ServerUser | null, path: string): void {
  if (user !== null) chownSync(path, user.uid, user.gid);
}

function reasonOf(cause: unknown): string {
  const text = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  return text || String(cause);
}
