import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AgentRunner } from '../agent/agent-runner.js';

/** Whether the agent is being asked. Without it Parley still takes messages and gives them back. */
@Injectable()
export class AgentHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly agent: AgentRunner,
  ) {}

  /** Degraded, never down, unless the breaker is closed. */
  answers(): HealthIndicatorResult<'agent'> {
    const check = this.indicators.check('agent');
    return this.agent.state() === 'closed' ? check.up() : check.degraded();
  }
}
