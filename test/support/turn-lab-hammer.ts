import { UnwatchedCheckpoints } from '../../src/observability/checkpoints.js';
import { Client, type QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { TurnRepository } from '../../src/chat/turn.repository.js';
import { loadSettings, Settings } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import type { Statement } from '../../src/database/statement.js';
import { cloneDatabase } from './database.js';
import { checkHistory } from './turn-lab-checker.js';
import { HammerClients } from './turn-lab-clients.js';
import { HammerLedger } from './turn-lab-ledger.js';
import type { HammerPlan } from './turn-lab-plan.js';
import { openDataSource } from './turn-lab.js';

/** Messages that an answer is shown at most. */
const TAIL_SIZE = 10;

/** Runs the plan on a database of its own, some statements replaced by mutants; gives what happened and must not be. */
export async function hammer(plan: HammerPlan, mutants: readonly Statement[] = []): Promise<HammerLedger> {
  const database = await cloneDatabase();
  const dataSource = await openDataSource(database.url, plan.clients + 8);
  const observer = new Client({ connectionString: database.url });
  await observer.connect();
  try {
    const turns = new TurnRepository(
      new MutantClient(dataSource, mutants),
      settings(plan),
      new UnwatchedCheckpoints(),
    );
    const ledger = new HammerLedger(plan.shares.hang > 0);
    await new HammerClients(turns, ledger, plan).run();
    for (const problem of await checkHistory(observer, TAIL_SIZE)) ledger.violate('history', problem);
    return ledger;
  } finally {
    await observer.end();
    await dataSource.destroy();
    await database.drop();
  }
}

class MutantClient extends DatabaseClient {
  constructor(
    dataSource: DataSource,
    private readonly mutants: readonly Statement[],
  ) {
    super(dataSource);
  }

  override run<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return super.run<Row>(this.mutants.find(({ name }) => name === statement.name) ?? statement, values);
  }
}

/** A lease may be shorter than a setting allows. */
function settings({ leaseMs }: HammerPlan): Settings {
  const { server, database, auth, chat, agent, messenger, observability } = loadSettings({});
  const hammered = { ...chat, memorySize: TAIL_SIZE, lockTtlMs: leaseMs };
  return new Settings(server, database, auth, hammered, agent, messenger, observability);
}
