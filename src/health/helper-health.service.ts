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
    const agent = (): HealthIndicatorResult<'agent'> => this.check('agent', this.agent.state() === 'closed');
    const redis = (): HealthIndicatorResult<'redis'> => this.check('redis', this.redis.isAvailable);
    return this.redis.isConfigured ? [agent, redis] : [agent];
  }

  private check<const Key extends string>(key: Key, isUp: boolean): HealthIndicatorResult<Key> {
    const check = this.indicators.check(key);
    return isUp ? check.up() : check.degraded();
  }
}
