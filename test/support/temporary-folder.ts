import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findLiveServer, stopImmediately } from '../../src/database/postgres-process.js';

/** A new empty folder with an unpredictable name; `mode` 0o755 lets the account of a database server in. */
export function makeTemporaryFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  chmodSync(folder, mode);
  return folder;
}

/** Whether an embedded server runs on that data folder. */
export const isServerRunning = (dataDir: string): boolean =>
  findLiveServer({ dataDir: join(homeOf(dataDir), 'data') }) !== null;

/** Removes the data folder of an embedded server, wherever its data are, and ends a server that still runs on it. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const home = homeOf(dataDir);
  const cluster = { dataDir: join(home, 'data') };
  for (;;) {
    const server = findLiveServer(cluster);
    if (server === null) break;
    stopImmediately(server);
    await delay(20);
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

function homeOf(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim();
  } catch {
    return join(dataDir, 'postgres'); // The data are inside, where nothing had to move.
  }
}
