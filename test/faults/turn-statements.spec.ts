import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import type { SharedConversation } from '../support/history.js';
import { Scene } from '../support/replicas-scene.js';
import { makeTemporaryFolder, removeDataDir } from '../support/temporary-folder.js';

const TURNS = 10;
/** The server writes down every statement before it runs it; nothing but the test's own work takes transaction numbers. */
const TELLTALE = { log_statement: 'all', log_line_prefix: '%a ', autovacuum: 'off' };
/** No sweeper, no cleaning: what runs beside the turns would be counted with them. */
const SETTINGS = { ROLE: 'web' };
const STATEMENT = /^replica-1\/1 LOG: {2}(?:execute (\S+)|statement): (.*)/gm;

describe('a turn on an existing conversation that nobody else talks in', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  let scene: Scene;
  let conversation: SharedConversation;
  let log: string;

  beforeAll(async () => {
    dataDir = makeTemporaryFolder();
    postgres = await startEmbeddedPostgres({ dataDir, settings: TELLTALE });
    scene = await Scene.set({ count: 1, databaseUrl: postgres.url, env: SETTINGS });
    const [row] = await scene.store.query<{ data_directory: string }>('SHOW data_directory');
    log = join(dirname(row?.data_directory ?? ''), 'postgres.log');
    conversation = await scene.conversation();
    await ask('What is the first question?'); // Opens the connection that the turns then share.
  });

  afterAll(async () => {
    try {
      await scene.clear();
    } finally {
      await postgres.stop(); // A server outlives the test that forgets it.
      await removeDataDir(dataDir);
    }
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
    [...readFileSync(log, 'utf8').slice(length).matchAll(STATEMENT)].map(([, name, text]) =>
      name === undefined || name.startsWith('<') ? String(text) : name.replace(/:$/, ''),
    );

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
      Array.from({ length: TURNS }, () => ['accept_existing_device_id', 'complete']).flat(),
    );
    expect(commits).toBe(2 * TURNS);
  });

  it('reads the knowledge base in between where the message is a question, and writes nothing more', async () => {
    const { statuses, commits, statements } = await countedTurns((index) => `What is lease number ${index}?`);

    expect(statuses).toEqual(Array.from({ length: TURNS }, () => 200));
    expect(statements).toEqual(
      Array.from({ length: TURNS }, () => ['accept_existing_device_id', 'search_chunks', 'complete']).flat(),
    );
    expect(commits).toBe(2 * TURNS);
  });
});
