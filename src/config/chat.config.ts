import { intentExamples, TAUGHT_INTENTS } from './intent-examples.js';
import { jsonFile } from './json-file.js';
import { choice, integer } from './setting.js';

/** The languages that Parley speaks itself: friendly errors, refusals, small talk. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'tr', 'ur', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One turn: how long it may take, who may call how often, what is remembered. */
export const chatSection = {
  turnWaitTimeoutMs: integer({
    variable: 'TURN_WAIT_TIMEOUT_MS',
    meaning: 'Longest time a request waits for its turn, queueing included.',
    unit: 'ms',
    min: 100,
    max: 600_000,
    fallback: 60_000,
  }),
  lockTtlMs: integer({
    variable: 'LOCK_TTL_MS',
    meaning: 'Length of a lease on a conversation; renewed at a third of it.',
    unit: 'ms',
    min: 500,
    max: 300_000,
    fallback: 15_000,
  }),
  ratePerDevice: integer({
    variable: 'RATE_LIMIT_PER_DEVICE',
    meaning: 'Requests of one device or user in a window of 60 s.',
    unit: 'requests/min',
    min: 1,
    max: 1_000_000,
    fallback: 60,
  }),
  ratePerIp: integer({
    variable: 'RATE_LIMIT_PER_IP',
    meaning: 'Requests of one address in a window of 60 s.',
    unit: 'requests/min',
    min: 1,
    max: 10_000_000,
    fallback: 600,
  }),
  memorySize: integer({
    variable: 'CONVERSATION_MEMORY_SIZE',
    meaning: 'Newest messages that the agent is told.',
    unit: 'messages',
    min: 0,
    max: 1000,
    fallback: 10,
  }),
  memoryTtlS: integer({
    variable: 'CONVERSATION_MEMORY_TTL',
    meaning: 'How long a cached memory lives.',
    unit: 's',
    min: 1,
    max: 604_800,
    fallback: 1800,
  }),
  injectionPolicy: choice({
    variable: 'INJECTION_POLICY',
    meaning: 'What becomes of a message that tries to override the instructions.',
    values: ['block', 'flag', 'off'],
    fallback: 'block',
  }),
  intents: jsonFile({
    variable: 'INTENTS_FILE',
    meaning: 'Examples of your own that tell intents apart, beside the built-in ones.',
    content: intentExamples,
    limits: `path of a JSON file: intent (${TAUGHT_INTENTS.join(', ')}) → language code → sentences`,
  }),
  defaultLanguage: choice({
    variable: 'DEFAULT_LANGUAGE',
    meaning: 'Language of answers where neither the message nor the caller names one.',
    values: LANGUAGES,
    fallback: 'en',
  }),
};
