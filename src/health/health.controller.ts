import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { HealthCheckDto, HealthReportDto } from './health-report.dto.js';
import { HealthStatusInterceptor } from './health-status.interceptor.js';
import { HealthService } from './health.service.js';

const REPORT = { type: HealthReportDto, description: 'The report.' };
const NOT_NOW = {
  type: HealthReportDto,
  description: 'The same report, with `status: error`.',
  example: { status: 'error', checks: { database: { status: 'error' }, agent: { status: 'ok' } } },
};

@ApiExtraModels(HealthCheckDto)
@Controller('health')
@UseInterceptors(HealthStatusInterceptor)
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Everything at a glance, for people. */
  @Get()
  @ApiOkResponse(REPORT)
  @ApiServiceUnavailableResponse(NOT_NOW)
  summary(): Promise<HealthReportDto> {
    return this.health.ready();
  }

  /** Whether the process runs; restart it where this fails. */
  @Get('live')
  @ApiOkResponse(REPORT)
  live(): HealthReportDto {
    return this.health.live();
  }

  /** Whether the process may be sent requests. */
  @Get('ready')
  @ApiOkResponse(REPORT)
  @ApiServiceUnavailableResponse(NOT_NOW)
  ready(): Promise<HealthReportDto> {
    return this.health.ready();
  }

  /** Whether the process has been ready once. */
  @Get('startup')
  @ApiOkResponse(REPORT)
  @ApiServiceUnavailableResponse(NOT_NOW)
  startup(): Promise<HealthReportDto> {
    return this.health.startup();
  }
}
