import { Injectable } from '@nestjs/common';
import type { BreakerListener } from '../agent/breaker-listener.js';
import { TurnEvents } from './turn-events.service.js';

/** Publishes what happens to the breaker in front of the agent. No request is named: it takes several to open it. */
@Injectable()
export class BreakerEvents implements BreakerListener {
  constructor(private readonly events: TurnEvents) {}

  opened(): void {
    this.publish('breaker_opened');
  }

  closed(): void {
    this.publish('breaker_closed');
  }

  private publish(type: 'breaker_opened' | 'breaker_closed'): void {
    const nobody = { requestId: null, conversationId: null, platform: null, latencyMs: null, owner: null };
    this.events.publish({ type, target: 'agent', ...nobody });
  }
}
