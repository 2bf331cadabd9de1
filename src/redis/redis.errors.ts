/** Redis is away, slow or talks nonsense: go on without it. What was sent may have been done. */
export class RedisUnavailableError extends Error {}
