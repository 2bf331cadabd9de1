import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './project.mjs';

const lock = join(root, '.prepare.lock');
const POLL_MS = 200;
/** No preparation takes that long: the pid has passed to another program. */
const STALE_MS = 15 * 60_000;

/** Runs `work` while no other process of this folder does; waits for the other one, and for a dead one it doesn't. */
export async function withLock(work) {
  let isTold = false;
  while (!take()) {
    if (!isTold) console.error(`Waiting for another preparation (${lock})…`);
    isTold = true;
    if (isDead(lock)) removeDead();
    else await delay(POLL_MS);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A link puts the file there with its pid in it, or not at all. */
function take() {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isDead(file) {
  try {
    const { mtimeMs } = statSync(file);
    return Date.now() - mtimeMs > STALE_MS || !isAlive(Number(readFileSync(file, 'utf8')));
  } catch {
    return false; // It is gone: the next attempt takes it.
  }
}

/** Of several that wait one moves it away; should that be a new one already, it is put back. */
function removeDead() {
  const away = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, away);
    if (!isDead(away)) linkSync(away, lock);
  } catch {
    // Another one was faster.
  } finally {
    rmSync(away, { force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
