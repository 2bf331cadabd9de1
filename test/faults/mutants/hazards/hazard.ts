import { eventually } from '../../../support/eventually.js';
import type { FaultReplica } from '../../harness/replica.js';
import type { Scene } from '../../harness/scene.js';

/**
 * Brings a danger about, once, in a conversation of its own, and comes back when its callers have been answered or have
 * given up. False: it did not come to it, because something was too slow.
 */
export type Hazard = (scene: Scene) => Promise<boolean>;

/** Longest wait for what is to happen next, in ms. */
export const PATIENCE_MS = 8000;

/** One that gets into trouble, and one that does not. @throws Error where there are fewer than two */
export function twoOf({ fleet: { replicas } }: Scene): [troubled: FaultReplica, other: FaultReplica] {
  const [troubled, other] = replicas;
  if (!troubled || !other) throw new Error('a hazard needs two replicas');
  return [troubled, other];
}

/** Whether it happens before the patience ends. */
export async function happens(look: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<boolean> {
  const isThere = async (): Promise<true | null> => ((await look()) ? true : null);
  return eventually(isThere, patienceMs).catch(() => false);
}
