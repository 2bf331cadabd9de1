import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import {
  HealthCheckService,
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { DatabaseHealth } from './database-health.service.js';
import { HealthReportDto } from './health-report.dto.js';
import { HelperHealth } from './helper-health.service.js';
import { Lifecycle } from './lifecycle.service.js';

/** Answers the three questions of an orchestrator, and a person's: is it well? Never throws. */
@Injectable()
export class HealthService {
  private hasStarted = false;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly database: DatabaseHealth,
    private readonly helpers: HelperHealth,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Whether the process runs at all. Asks nobody else: a restart heals no database. */
  live(): HealthReportDto {
    return { status: 'ok', checks: { process: { status: 'ok' } } };
  }

  /** Whether the process may be sent requests: started, not draining, database and migrations there. */
  ready(): Promise<HealthReportDto> {
    return this.check([
      () => this.accepting(),
      () => this.database.answers(),
      () => this.database.isCurrent(),
      ...this.helpers.checks,
    ]);
  }

  /** Whether the process has been ready once; stays ok from then on. */
  async startup(): Promise<HealthReportDto> {
    if (this.hasStarted) return { status: 'ok', checks: { startup: { status: 'ok' } } };
    const report = await this.ready();
    this.hasStarted = report.status !== 'error';
    return report;
  }

  private accepting(): HealthIndicatorResult<'lifecycle'> {
    return { lifecycle: { status: this.lifecycle.current() === 'ready' ? 'up' : 'down' } };
  }

  private async check(indicators: HealthIndicatorFunction[]): Promise<HealthReportDto> {
    try {
      return HealthReportDto.from(await this.terminus.check(indicators));
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return HealthReportDto.from(error.getResponse());
      throw error;
    }
  }
}
