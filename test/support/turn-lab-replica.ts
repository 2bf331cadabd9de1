import { UnwatchedCheckpoints } from '../../src/observability/checkpoints.js';
import { Client, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import type { AcceptedTurn, NewTurn } from '../../src/chat/turn-line.js';
import { TurnRepository, type Hold } from '../../src/chat/turn.repository.js';
import type { Settings } from '../../src/config/settings.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import type { Statement } from '../../src/database/statement.js';
import { aTurn } from './turn-lab-factories.js';

/** A statement with one part of its text replaced; it takes the place of the one whose name it has. */
export function mutant(statement: Statement, part: string | RegExp, replacement: string): Statement {
  const text = statement.text.replaceAll(part, replacement);
  if (text === statement.text) throw new Error(`${statement.name} has no part ${String(part)}`);
  return { name: statement.name, text };
}

/** The statements of the product on one connection, some of them replaced by mutants. */
class LabClient extends DatabaseClient {
  constructor(
    private readonly client: Client,
    private readonly mutants: readonly Statement[],
  ) {
    super(new DataSource({ type: 'postgres' }));
  }

  override async run<Row extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const changed = this.mutants.find(({ name }) => name === statement.name);
    const query = changed ? { text: changed.text } : { ...statement };
    const result = await this.client.query<Row>({ ...query, values: [...values] });
    return result.rows;
  }
}

/** A replica with a single connection, so that a test can hold it in a transaction. */
export class LabReplica {
  readonly turns: TurnRepository;
  readonly database: DatabaseClient;

  private constructor(
    readonly client: Client,
    private readonly settings: Settings,
  ) {
    this.turns = this.turnsWith();
    this.database = new LabClient(client, []);
  }

  static async connect(settings: Settings): Promise<LabReplica> {
    const client = new Client({ connectionString: settings.database.url ?? undefined });
    await client.connect();
    return new LabReplica(client, settings);
  }

  /** The same replica with other statements in the places of those of the same name. */
  turnsWith(...mutants: Statement[]): TurnRepository {
    return new TurnRepository(new LabClient(this.client, mutants), this.settings, new UnwatchedCheckpoints());
  }

  /** Accepts a turn that has to be new. */
  async accept(turn: NewTurn): Promise<AcceptedTurn> {
    const accepted = await this.turns.accept(turn);
    if (accepted === null || accepted === 'known') throw new Error(`not accepted: ${accepted}`);
    return accepted;
  }

  /** Accepts a turn, by default the first of a new conversation, and gives its place in the line. */
  async start(turn: NewTurn = aTurn()): Promise<Hold> {
    const { conversationId, turnNo, leaseEpoch } = await this.accept(turn);
    return { conversationId, turnNo, leaseEpoch, turnId: turn.turnId };
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.client.query<Row>(text, [...values]);
    return result.rows;
  }

  /** Locks the row of the conversation for the rest of the transaction. */
  async lock(line: { conversationId: string }): Promise<void> {
    await this.query('SELECT FROM conversations WHERE id = $1 FOR UPDATE', [line.conversationId]);
  }

  /** Lets the lease run out at once. */
  async expireLease(line: { conversationId: string }): Promise<void> {
    await this.query(
      `UPDATE conversations SET lease_until = clock_timestamp() - interval '1 s' WHERE id = $1`,
      [line.conversationId],
    );
  }
}
