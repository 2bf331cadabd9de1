import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Settings } from '../config/settings.js';
import { JSON_LOG } from './json-log.js';
import { MetricsService } from './metrics.service.js';
import type { ObservabilityEvent } from './observability.events.js';
import { createOwnerHash, type OwnerHash } from './owner-hash.js';

/** Publishes what happens to messages: to the JSON log, and as figures to `/metrics`. Never throws. */
@Injectable()
export class TurnEvents {
  private readonly hash: OwnerHash;

  constructor(
    @Inject(JSON_LOG) private readonly log: Logger,
    private readonly metrics: MetricsService,
    settings: Settings,
  ) {
    this.hash = createOwnerHash(settings.observability.logHashKey);
  }

  /** To be called after the commit of what it tells; the event's time is the time of the call. */
  publish(event: ObservabilityEvent): void {
    this.metrics.count(event);
    this.log.info(this.record(event), event.type);
  }

  private record(event: ObservabilityEvent): Record<string, unknown> {
    const { type, requestId, conversationId, platform, latencyMs, owner } = event;
    const hashed = owner && this.hash(owner);
    const record: Record<string, unknown> = {
      event_type: type,
      at: new Date().toISOString(),
      request_id: requestId,
      conversation_id: conversationId,
      platform,
      latency_ms: latencyMs === null ? null : Math.round(latencyMs),
      owner: hashed,
    };
    if (platform === 'messenger') record['psid'] = hashed;
    for (const [name, value] of Object.entries(event)) {
      if (!COMMON.has(name)) record[wireName(name)] = value;
    }
    return record;
  }
}

/** What every event tells; the rest are the facts of its type. */
const COMMON: ReadonlySet<string> = new Set([
  'type',
  'requestId',
  'conversationId',
  'platform',
  'latencyMs',
  'owner',
]);

/** By the name in our code; there are a dozen. */
const wireNames = new Map<string, string>();

function wireName(name: string): string {
  const known = wireNames.get(name);
  if (known !== undefined) return known;
  const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  wireNames.set(name, snakeCase);
  return snakeCase;
}
