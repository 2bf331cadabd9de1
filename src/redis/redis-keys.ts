/** Every key that Parley keeps in Redis. Those of one conversation share a slot of a cluster. */
export const REDIS_KEYS = {
  /** Counter of a budget's window. */
  budget: (hash: string): string => `parley:budget:{${hash}}`,
  /** Token of the run that has the conversation. */
  lock: (conversationId: string): string => `parley:lock:{${conversationId}}`,
  /** Tail of the conversation. */
  memory: (conversationId: string): string => `parley:memory:{${conversationId}}`,
  /** Tombstone: the conversation is erased, nothing is remembered of it. */
  erased: (conversationId: string): string => `parley:erased:{${conversationId}}`,
} as const;
