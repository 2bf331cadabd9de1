import { Injectable } from '@nestjs/common';
import { type HealthCheckAttempt, HealthIndicatorService } from '@nestjs/terminus';
import { DataSource } from 'typeorm';

/** Longest wait for the database's answer, in ms. */
const TIMEOUT_MS = 1000;

/** How long a result is kept, in ms: anybody may ask, and askers share one query. */
const CACHE_MS = 250;

/** Whether the database answers and has the tables that this build expects. */
@Injectable()
export class DatabaseHealth {
  private isMigrated = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly dataSource: DataSource,
  ) {}

  /** Down when the database does not answer within a second. */
  answers(): HealthCheckAttempt<'database'> {
    return this.indicators
      .check('database')
      .attempt(async () => {
        await this.dataSource.query('SELECT 1');
      })
      .withTimeout(TIMEOUT_MS)
      .cacheFor(CACHE_MS);
  }

  /** Down while a migration of this build is pending. Once none is, the database is not asked again. */
  isCurrent(): HealthCheckAttempt<'migrations'> {
    return this.indicators
      .check('migrations')
      .attempt(() => this.compareMigrations())
      .withTimeout(TIMEOUT_MS)
      .cacheFor(CACHE_MS);
  }

  private async compareMigrations(): Promise<void> {
    if (this.isMigrated) return;
    if (await this.dataSource.showMigrations()) throw new Error('migrations are pending');
    this.isMigrated = true;
  }
}
