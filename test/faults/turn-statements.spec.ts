import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import type { SharedConversation } from '../support/history.js';
import { startRedis, type TestRedis } from '../support/redis-server.js';
import { Scene, until } from '../support/replicas-scene.js';
import { runSql } from '../support/stored-rows.js';
import { makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const TURNS = 10;
/** The server writes down every statement before it runs it; nothing but the test's own work takes transaction numbers. */
const TELLTALE = { log_statement: 'all', log_line_prefix: '%a ', autovacuum: 'off' };
/** No sweeper, no cleaning: what runs beside the turns would be counted with them. */
const SETTINGS = { ROLE: 'web' };
/** Every 5 s: is anything erased whose memory may still be cached? */
const BESIDES = /"purged_at" IS NULL/;
/** The queue makes its tables in the background; this is the last thing that it writes. */
const LAST_OF_THE_QUEUE = 'Upsert queue metadata';
/** A machine that is busy takes its time to make a database. */
const START_MS = 120_000;
const STATEMENT = /^replica-1\/1 LOG: {2}(?:execute (\S+)|statement): (.*)/gm;

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = makeTemporaryFolder();
  postgres = await startEmbeddedPostgres({ dataDir, settings: TELLTALE });
}, START_MS);

afterAll(async () => {
  await postgres.stop(); // A server outlives the test that forgets it.
  await removeDataDir(dataDir);
});

/** An empty database of that server. */
async function newDatabase(): Promise<string> {
  const url = new URL(postgres.url);
  url.pathname = `turns_${randomUUID().slice(0, 8)}`;
  await runSql(postgres.url, `CREATE DATABASE ${url.pathname.slice(1)}`);
  return url.href;
}

describe.each([
  ['without Redis', false],
  ['with Redis', true],
])('a turn on an existing conversation that nobody else talks in, %s', (_, hasRedis) => {
  let redis: TestRedis | null;
  let scene: Scene;
  let conversation: SharedConversation;
  let log: string;

  beforeAll(async () => {
    redis = hasRedis ? await startRedis() : null;
    const env = { ...SETTINGS, ...(redis && { REDIS_URL: redis.url }) };
    scene = await Scene.set({ count: 1, databaseUrl: await newDatabase(), env });
    const [row] = await scene.store.query<{ data_directory: string }>('SHOW data_directory');
    log = join(dirname(row?.data_directory ?? ''), 'postgres.log');
    conversation = await scene.conversation();
    await ask('What is the first question?'); // Opens the connection that the turns then share.
    if (!hasRedis) await until(() => readFileSync(log, 'utf8').includes(LAST_OF_THE_QUEUE));
    await ask('Thanks!'); // The first may have taken so long that its end was looked for.
  }, START_MS);

  afterAll(async () => {
    await scene.clear();
    await redis?.stop();
  });

  const ask = (message: string) =>
    scene.clientOf(conversation).chat(message, { conversation_id: conversation.id });

  /** How many transactions of this server have written anything, ever. */
  async function writingTransactions(): Promise<number> {
    const [row] = await scene.store.query<{ next: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next',
    );
    return Number(row?.next);
  }

  /** Names of the statements that the servers ran since the log had that length; the text where there is no name. */
  const statementsAfter = (length: number): string[] =>
    [...readFileSync(log, 'utf8').slice(length).matchAll(STATEMENT)]
      .map(([, name, text]) =>
        name === undefined || name.startsWith('<') ? String(text) : name.replace(/:$/, ''),
      )
      .filter((statement) => !BESIDES.test(statement));

  async function countedTurns(message: (index: number) => string) {
    const length = readFileSync(log, 'utf8').length;
    const before = await writingTransactions();
    const statuses: number[] = [];
    for (let index = 0; index < TURNS; index += 1) statuses.push((await ask(message(index))).status);
    return {
      statuses,
      commits: (await writingTransactions()) - before,
      statements: statementsAfter(length),
    };
  }

  it('is two statements and two commits: accept and complete', async () => {
    const { statuses, commits, statements } = await countedTurns(() => 'Thanks a lot!');

    expect(statuses).toEqual(Array.from({ length: TURNS }, () => 200));
    expect(statements).toEqual(
      Array.from({ length: TURNS }, () => ['accept_remembered_device_id', 'complete']).flat(),
    );
    expect(commits).toBe(2 * TURNS);
  });

  it('reads the knowledge base in between where the message is a question, and writes nothing more', async () => {
    const { statuses, commits, statements } = await countedTurns((index) => `What is lease number ${index}?`);

    expect(statuses).toEqual(Array.from({ length: TURNS }, () => 200));
    expect(statements).toEqual(
      Array.from({ length: TURNS }, () => [
        'accept_remembered_device_id',
        'search_chunks',
        'complete',
      ]).flat(),
    );
    expect(commits).toBe(2 * TURNS);
  });
});
