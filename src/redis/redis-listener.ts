/** Is told when Redis is left alone, and when it is used again; optional, so that Redis needs nobody who listens. */
export abstract class RedisListener {
  /** It did not answer, or not in time, or not to the question. */
  abstract lost(): void;

  /** It answers again. */
  abstract back(): void;
}
