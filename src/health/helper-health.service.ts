import { Injectable } from '@nestjs/common';
import {
  type HealthIndicatorFunction,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { AgentRunner } from '../agent/agent-runner.js';
import { Toolbox } from '../agent/toolbox.js';
import { RedisClient } from '../redis/redis.client.js';

/** Whether those answer without whom Parley still takes messages: degraded, never down. */
@Injectable()
export class HelperHealth {
  private readonly helpers = new Map<string, () => boolean>();

  constructor(
    private readonly indicators: HealthIndicatorService,
    agent: AgentRunner,
    redis: RedisClient,
    toolbox: Toolbox,
  ) {
    this.plugIn('agent', () => agent.state() === 'closed');
    if (toolbox.isUsed) this.plugIn('tools', () => toolbox.isWell);
    if (redis.isConfigured) this.plugIn('redis', () => redis.isAvailable);
  }

  /** Reports another one under that name; `isWell` is asked at every probe and asks nobody itself. */
  plugIn(name: string, isWell: () => boolean): void {
    this.helpers.set(name, isWell);
  }

  get checks(): HealthIndicatorFunction[] {
    return [...this.helpers].map(([name, isWell]) => (): HealthIndicatorResult => {
      const check = this.indicators.check(name);
      return isWell() ? check.up() : check.degraded();
    });
  }
}
