import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthReportDto } from './health-report.dto.js';
import { HealthStatusInterceptor } from './health-status.interceptor.js';
import { HealthService } from './health.service.js';

@ApiTags('operations')
@Controller('health')
@UseInterceptors(HealthStatusInterceptor)
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Everything at a glance, for people. */
  @Get()
  summary(): Promise<HealthReportDto> {
    return this.health.ready();
  }

  /** Whether the process runs; restart it where this fails. */
  @Get('live')
  live(): HealthReportDto {
    return this.health.live();
  }

  /** Whether the process may be sent requests. */
  @Get('ready')
  ready(): Promise<HealthReportDto> {
    return this.health.ready();
  }

  /** Whether the process has been ready once. */
  @Get('startup')
  startup(): Promise<HealthReportDto> {
    return this.health.startup();
  }
}
