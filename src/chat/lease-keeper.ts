/** The lease was taken over, given back or erased: whatever the run brings is to be thrown away. */
export class LeaseLostError extends Error {}

/** A lease that is renewed until `stop`; `signal` aborts with LeaseLostError once it is not ours any more. */
export interface KeptLease {
  readonly signal: AbortSignal;
  /** Ends the run for that reason, though the lease is ours. */
  interrupt(reason: Error): void;
  stop(): void;
}

/**
 * Renews a lease at a third of its length. A renewal that can't be sent changes nothing: an expired lease that nobody
 * took is still exclusive, and the fence in every write decides. `renew` gives false when the lease is lost.
 */
export function keepLease(leaseMs: number, renew: () => Promise<boolean>): KeptLease {
  const controller = new AbortController();
  let isRenewing = false;
  const beat = async (): Promise<void> => {
    if (isRenewing) return;
    isRenewing = true;
    const isOurs = await renew().catch(() => true);
    isRenewing = false;
    if (!isOurs) controller.abort(new LeaseLostError());
  };
  const timer = setInterval(() => void beat(), leaseMs / 3);
  return {
    signal: controller.signal,
    interrupt: (reason) => controller.abort(reason),
    stop: () => clearInterval(timer),
  };
}
