import { Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DatabaseError, Pool, type PoolClient, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { isDatabaseUnavailable } from './database-failure.js';
import { DatabaseUnavailableError } from './database.errors.js';
import { StatementTimer } from './statement-timer.js';
import type { Statement } from './statement.js';

/** Runs named statements on TypeORM's own pool, one commit and one round trip each. */
@Injectable()
export class DatabaseClient {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Optional() private readonly timer?: StatementTimer,
  ) {}

  /**
   * Runs one statement in its own implicit transaction.
   * @throws DatabaseUnavailableError when the server can't be reached or answers too late; the statement may have committed
   * @throws DatabaseError of `pg` for everything that the server objects to
   */
  async run<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const startedAt = performance.now();
    try {
      return await this.query<Row>(statement, values);
    } finally {
      this.timer?.timeStatement(statement.name, performance.now() - startedAt);
    }
  }

  private async query<Row extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const client = await this.connect();
    let broken: Error | undefined;
    try {
      const result = await client.query<Row>({ ...statement, values: [...values] });
      return result.rows;
    } catch (error) {
      if (isDatabaseUnavailable(error)) broken = new DatabaseUnavailableError({ cause: error });
      throw broken ?? error;
    } finally {
      client.release(broken);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool().connect();
    } catch (error) {
      throw new DatabaseUnavailableError({ cause: error });
    }
  }

  private pool(): Pool {
    const { driver } = this.dataSource;
    const pool: unknown = driver instanceof PostgresDriver ? driver.master : null;
    if (pool instanceof Pool) return pool;
    throw new Error('Parley runs on PostgreSQL only');
  }
}

/** True if the statement broke the unique constraint of this name. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.code === '23505' && error.constraint === constraint;
}
