/** Is told when the agent is left alone, and when it is asked again; optional, so that the agent needs nobody who listens. */
export abstract class BreakerListener {
  /** After failures in a row. Probes that fail are not told of. */
  abstract opened(): void;

  /** After a probe that succeeded. */
  abstract closed(): void;
}
