import { Injectable } from '@nestjs/common';
import {
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { AgentRunner } from '../agent/agent-runner.js';
import { RedisClient } from '../redis/redis.client.js';

/** Whether those answer without whom Parley still takes messages: degraded, never down. */
@Injectable()
export class HelperHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly agent: AgentRunner,
    private readonly redis: RedisClient,
  ) {}

  /** The agent's check, and Redis' where REDIS_URL is set. */
  get checks(): HealthIndicatorFunction[] {
    const agent = (): HealthIndicatorResult<'agent'> => {
      const check = this.indicators.check('agent');
      return this.agent.state() === 'closed' ? check.up() : check.degraded();
    };
    const redis = (): HealthIndicatorResult<'redis'> => {
      const check = this.indicators.check('redis');
      return this.redis.isAvailable ? check.up() : check.degraded();
    };
    return this.redis.isConfigured ? [agent, redis] : [agent];
  }
}
