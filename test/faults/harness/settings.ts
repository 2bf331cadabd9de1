import { SHOWN_MESSAGES } from '../../support/history.js';

/** Length of a lease, in ms: as short as a slow wire allows, so that much is taken over. */
export const LEASE_MS = 1500;
/** How long the replicas keep serving after SIGTERM, for the balancer to notice, and how long turns then have, in ms. */
export const DRAIN_MS = 800;
export const GRACE_MS = 1500;
/** The application's own bounds, which it needs where a database hangs: 5 s to give turns back, 1 s for answers, 3 s to close; and a second. */
export const LONGEST_STOP_MS = DRAIN_MS + GRACE_MS + 10_000;
/** The agent's patience is shorter than the callers', and longer than the grace. */
const AGENT_MS = 3000;
const WAIT_MS = 10_000;

/** What signs the tokens of users. */
export const JWT_SECRET = 'a secret that only replicas of a fault run share';

/** Forgets nothing, refuses nobody for asking too often, and is in a hurry. */
export const REPLICA_SETTINGS = {
  AGENT_API_KEY: 'key-of-the-tests',
  AGENT_MAX_ANSWER_CHARACTERS: '1000', // An endless one is to be cut before the agent's time is over.
  AGENT_MAX_CONTEXT_TOKENS: '2000000',
  AGENT_MAX_RETRIES: '0',
  AGENT_TIMEOUT_MS: String(AGENT_MS),
  CONVERSATION_MEMORY_SIZE: String(SHOWN_MESSAGES),
  DATABASE_POOL_SIZE: '8',
  HOST: '127.0.0.1',
  JWT_SECRET,
  LOCK_TTL_MS: String(LEASE_MS),
  PORT: '0',
  RATE_LIMIT_PER_DEVICE: '1000000',
  RATE_LIMIT_PER_IP: '10000000',
  SHUTDOWN_DRAIN_MS: String(DRAIN_MS),
  SHUTDOWN_GRACE_MS: String(GRACE_MS),
  TURN_WAIT_TIMEOUT_MS: String(WAIT_MS),
};
