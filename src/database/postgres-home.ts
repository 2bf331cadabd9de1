import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.errors.js';
import { canEnter, serverUser } from './postgres-user.js';

/** Where root keeps clusters whose own folder is closed to the server's account. */
const OUTSIDE = '/var/lib/parley';
const POINTER = 'postgres-location';

/**
 * The folder that holds the cluster, its password and its log; made when missing.
 * It is `<dataDir>/postgres`, unless root runs us in a folder that the server's account can't enter: then it is a
 * folder of its own below /var/lib/parley, whose path stands in `<dataDir>/postgres-location`.
 * @throws EmbeddedPostgresError when data are already there but out of the server's reach
 */
export function openHome(dataDir: string): string {
  const root = makeFolder(resolve(dataDir));
  const pointer = join(root, POINTER);
  if (existsSync(pointer)) return makeFolder(readFileSync(pointer, 'utf8').trim());

  const inside = join(root, 'postgres');
  const user = serverUser(join(inside, 'data'));
  if (canEnter(user, root)) return makeFolder(inside);
  if (existsSync(join(inside, 'data'))) {
    throw new EmbeddedPostgresError(
      `the account "${user?.name}" can't enter ${inside}; open the folders above it (chmod a+x) or move the data`,
    );
  }
  return moveOutside(pointer);
}

function moveOutside(pointer: string): string {
  makeFolder(OUTSIDE);
  const { mode, uid } = lstatSync(OUTSIDE);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError(`${OUTSIDE} has to belong to root and be writable by root alone`);
  }
  const home = makeFolder(join(OUTSIDE, randomUUID()));
  try {
    writeFileSync(pointer, `${home}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    return readFileSync(pointer, 'utf8').trim(); // Another start was first: its folder is the one.
  }
  return home;
}

/** Makes the folder and opens a new one to the server's account whatever the umask is. */
function makeFolder(folder: string): string {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) chmodSync(folder, 0o755);
    return realpathSync(folder);
  } catch (cause) {
    const cure = 'set DATABASE_URL, or PARLEY_DATA_DIR to a folder that you own';
    throw new EmbeddedPostgresError(`can't make the folder ${folder}; ${cure}`, { cause });
  }
}
