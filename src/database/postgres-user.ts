import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The account that PostgreSQL runs as. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED = ['postgres', '_postgres', 'nobody'];
const NOBODY: ServerUser = { name: 'nobody', uid: 65_534, gid: 65_534 };

/**
 * The account for a server whose data are (or will be) in `dataDir`; `null` runs it as this process.
 * PostgreSQL refuses to run as root: then the owner of the data, else `postgres`, else `nobody`.
 */
export function serverUser(dataDir: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts.find((account) => account.uid === owner.uid);
    return known ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  }
  const named = UNPRIVILEGED.map((name) => accounts.find((account) => account.name === name));
  return named.find((account) => account !== undefined) ?? NOBODY;
}

/** Whether the user may enter the folder, judged by the mode of each folder on the way. */
export function canEnter(user: ServerUser | null, folder: string): boolean {
  if (user === null) return true;
  const parent = dirname(resolve(folder));
  return mayEnterOne(user, folder) && (parent === folder || canEnter(user, parent));
}

function mayEnterOne(user: ServerUser, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Negative ids are how macOS writes `nobody`; the kernel counts them unsigned. */
function readAccounts(): ServerUser[] {
  return readPasswd()
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }))
    .filter((account) => account.name !== '' && account.uid !== 0);
}

function readPasswd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return []; // An image without accounts: the number of `nobody` serves as well.
  }
}
