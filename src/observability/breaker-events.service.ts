import { Injectable } from '@nestjs/common';
import type { BreakerListener } from '../agent/breaker-listener.js';
import type { RedisListener } from '../redis/redis-listener.js';
import type { BreakerChanged } from './observability.events.js';
import { TurnEvents } from './turn-events.service.js';

/** Publishes who is left alone, and who is asked again. No request is named: it takes several to find out. */
@Injectable()
export class BreakerEvents implements BreakerListener, RedisListener {
  constructor(private readonly events: TurnEvents) {}

  opened(): void {
    this.publish('breaker_opened', 'agent');
  }

  closed(): void {
    this.publish('breaker_closed', 'agent');
  }

  lost(): void {
    this.publish('breaker_opened', 'redis');
  }

  back(): void {
    this.publish('breaker_closed', 'redis');
  }

  private publish(type: BreakerChanged['type'], target: BreakerChanged['target']): void {
    const nobody = { requestId: null, conversationId: null, platform: null, latencyMs: null, owner: null };
    this.events.publish({ type, target, ...nobody });
  }
}
