import type { OpenAiStandIn } from './openai-stand-in.js';

/** Settings that let the stand-in answer, with short patience. */
export const askStandIn = (
  standIn: OpenAiStandIn,
  env: Record<string, string> = {},
): Record<string, string> => ({
  AGENT_BASE_URL: standIn.url,
  AGENT_API_KEY: 'key-of-the-tests',
  AGENT_MAX_RETRIES: '0',
  AGENT_TIMEOUT_MS: '5000',
  ...env,
});
