import type { HammerShares } from './turn-lab-holder.js';

/** How a hammer beats. */
export interface HammerPlan {
  readonly conversations: number;
  readonly clients: number;
  readonly turns: number;
  /** A user's primary conversation is opened by whoever comes first. */
  readonly target: 'existing' | 'primary';
  readonly leaseMs: number;
  readonly shares: HammerShares & { readonly duplicate: number };
}
