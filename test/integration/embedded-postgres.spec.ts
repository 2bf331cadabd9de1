import { chmodSync, chownSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgresError } from '../../src/database/embedded-postgres.errors.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { canEnter } from '../../src/database/postgres-user.js';
import { eventually } from '../support/eventually.js';
import { type PostgresOwner, startPostgresOwner } from '../support/postgres-owner.js';
import { makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
/** As root the tests run the server's user as `nobody`, unless the project is closed to it. */
const nobodyCanRunUs = isRoot && canEnter(NOBODY, __dirname) && canEnter(NOBODY, dirname(process.execPath));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until the server answers: a restarted one refuses connections at first. */
async function queryOnceBack(url: string, sql: string): Promise<unknown[]> {
  for (;;) {
    try {
      return await query(url, sql);
    } catch {
      await new Promise(setImmediate);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Comes back once the process is gone; it removes its pid file a moment before, and its parent has to notice. */
const ended = (pid: number): Promise<string> =>
  eventually(() => Promise.resolve(isAlive(pid) ? null : 'gone'));

describe(startEmbeddedPostgres.name, () => {
  let dataDir: string;
  let started: EmbeddedPostgres[];
  let owners: PostgresOwner[];

  const start = async () => {
    const postgres = await startEmbeddedPostgres({ dataDir });
    started.push(postgres);
    return postgres;
  };
  const startOwner = async (user?: typeof NOBODY) => {
    const owner = await startPostgresOwner(dataDir, user);
    owners.push(owner);
    return owner;
  };

  beforeEach(() => {
    dataDir = makeTemporaryFolder();
    started = [];
    owners = [];
  });

  afterEach(async () => {
    await Promise.all(owners.map((owner) => owner.stop()));
    await Promise.all(started.map((postgres) => postgres.stop()));
    await removeDataDir(dataDir);
  });

  it('makes an empty UTF-8 database and refuses whoever has no password', async () => {
    const { url } = await start();

    const withoutPassword = new URL(url);
    withoutPassword.password = 'wrong';

    expect(await query(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    expect(await query(url, `SELECT lower('ÄÇ') AS lower`)).toEqual([{ lower: 'äç' }]);
    await expect(query(withoutPassword.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps data and address over a stop and a start', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    await first.stop();

    const second = await start();

    await ended(first.pid);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT * FROM kept')).toEqual([{ number: 7 }]);
  });

  it('brings a killed server back on the same address with its data', async () => {
    const { url, pid } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS number');

    process.kill(pid, 'SIGKILL');

    expect(await queryOnceBack(url, 'SELECT * FROM kept')).toEqual([{ number: 7 }]);
  });

  it('goes on when its own connection is terminated', async () => {
    const postgres = await start();
    await query(
      postgres.url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
    );

    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(isAlive(postgres.pid)).toBe(true);
  });

  it('finds the running server of a process that was killed', async () => {
    const owner = await startOwner();
    await query(owner.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    await owner.kill();

    const postgres = await start();

    expect(postgres.pid).toBe(owner.pid);
    expect(await query(postgres.url, 'SELECT * FROM kept')).toEqual([{ number: 7 }]);
  });

  it('starts again where the server and its owner were both killed', async () => {
    const owner = await startOwner();
    await query(owner.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    await owner.kill();
    process.kill(owner.pid, 'SIGKILL');

    const postgres = await start();

    expect(postgres.pid).not.toBe(owner.pid);
    expect(await query(postgres.url, 'SELECT * FROM kept')).toEqual([{ number: 7 }]);
  });

  it('shares one server among processes and stops it with the last one', async () => {
    const owner = await startOwner();
    const postgres = await start();
    await postgres.stop();
    const wasAlive = isAlive(owner.pid);

    await owner.stop();

    expect(postgres.pid).toBe(owner.pid);
    expect(wasAlive).toBe(true);
    await ended(owner.pid);
  });

  it('starts one server for several starts at once', async () => {
    const servers = await Promise.all([start(), start(), start()]);

    expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
    expect(await query(servers[0].url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('waits for a server that is stopping', async () => {
    const first = await start();

    const [second] = await Promise.all([start(), first.stop()]);

    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it("doesn't take another program for its server", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), `${process.pid}\n`);

    const second = await start();

    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it("says why the server doesn't start", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '9\n');

    const failure: unknown = await start().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(EmbeddedPostgresError);
    expect(String(failure)).toContain('incompatible with server');
  });

  it("keeps the data where the server's account can reach them", async () => {
    chmodSync(dataDir, 0o700);

    const { url } = await start();

    const pointer = join(dataDir, 'postgres-location');
    const home = isRoot ? readFileSync(pointer, 'utf8').trim() : join(realpathSync(dataDir), 'postgres');
    expect(await query(url, 'SHOW data_directory')).toEqual([{ data_directory: join(home, 'data') }]);
  });

  it('serves an ordinary user', async () => {
    chmodSync(dataDir, 0o700);
    if (nobodyCanRunUs) chownSync(dataDir, NOBODY.uid, NOBODY.gid);

    const owner = await startOwner(nobodyCanRunUs ? NOBODY : undefined);

    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
