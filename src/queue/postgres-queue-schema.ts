import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  PostgresConnection,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq';
import type { Pool, PoolClient } from 'pg';

/** The schema of BullMQ's own tables, beside Parley's in the same database. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * BullMQ's connection, whose schema is brought up to date before its first use: replicas that begin together take turns.
 * A failure is not remembered, as BullMQ's own would be for ever: the next use tries again.
 */
export class PreparedConnection extends PostgresConnection {
  private prepared: Promise<void> | null = null;

  constructor(private readonly clients: Pool) {
    super(clients);
  }

  override waitUntilReady(): Promise<void> {
    this.prepared ??= this.prepare().catch((error: unknown) => {
      this.prepared = null;
      throw error;
    });
    return this.prepared;
  }

  private async prepare(): Promise<void> {
    const client = await this.clients.connect();
    try {
      if ((await versionOf(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, QUEUE_SCHEMA);
    } finally {
      client.release();
    }
  }
}

/** 0: there is no schema yet. */
async function versionOf(client: PoolClient): Promise<number> {
  try {
    return await assertSchemaCompatibility(client, QUEUE_SCHEMA);
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  }
}
