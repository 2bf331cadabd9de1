/** Moments of a turn between two durable steps, in the order of a turn's life. A crash at any of them must be harmless. */
export const CHECKPOINTS = [
  'accept.begun',
  'accept.stored',
  'reopen.held',
  'claim.locked',
  'claim.held',
  'agent.asked',
  'agent.answered',
  'end.stored',
  'end.told',
  'memory.kept',
  'line.given_back',
  'pointer.queued',
  'pointer.taken',
  'reply.ready',
  'erase.stored',
  'erase.told',
] as const;
export type Checkpoint = (typeof CHECKPOINTS)[number];

/** Where fault tests stand beside the code: whoever is given may end or pause the process at a checkpoint. */
export abstract class Checkpoints {
  /** The process has come to that point. */
  abstract pass(checkpoint: Checkpoint): void;
}

/** Nobody watches. */
export class UnwatchedCheckpoints extends Checkpoints {
  override pass(): void {
    // In production a checkpoint is only a name.
  }
}
