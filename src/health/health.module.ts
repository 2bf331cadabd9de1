import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AgentModule } from '../agent/agent.module.js';
import { DatabaseHealth } from './database-health.service.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { HelperHealth } from './helper-health.service.js';
import { Lifecycle } from './lifecycle.service.js';

/** Health pages for orchestrators and people, and the state of start and stop behind them. */
@Module({
  // A failed check is the prober's to tell; terminus would log it as an error at every probe.
  imports: [TerminusModule.forRoot({ logger: false }), AgentModule],
  controllers: [HealthController],
  providers: [Lifecycle, DatabaseHealth, HelperHealth, HealthService],
  exports: [Lifecycle, HelperHealth],
})
export class HealthModule {}
