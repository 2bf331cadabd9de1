import { z } from 'zod';
import { jsonFile } from './json-file.js';
import { messengerProfile } from './messenger-profile.js';
import { choice, integer, optionalString, optionalUrl, parsed, string } from './setting.js';

const pageTokens = z
  .record(z.string().regex(/^\d{1,32}$/), z.string().min(1))
  .refine((tokens) => Object.keys(tokens).length > 0);

function tokensOfPages(text: string): Readonly<Record<string, string>> | null {
  try {
    return pageTokens.parse(JSON.parse(text));
  } catch {
    return null; // Not JSON, or something else than ids and tokens, at least one.
  }
}

/** Facebook Messenger as a channel; off while none of the secret, the verify token and the page tokens is set. */
export const messengerSection = {
  appSecret: optionalString({
    variable: 'MESSENGER_APP_SECRET',
    meaning: 'Secret of the Meta app: signs what Meta sends, proves what we send.',
  }),
  verifyToken: optionalString({
    variable: 'MESSENGER_VERIFY_TOKEN',
    meaning: "Word of your own that Meta repeats when the webhook's address is saved.",
  }),
  pageAccessToken: optionalString({
    variable: 'MESSENGER_PAGE_ACCESS_TOKEN',
    meaning: 'Access token of every page that MESSENGER_PAGES does not name.',
  }),
  pages: parsed({
    variable: 'MESSENGER_PAGES',
    meaning: 'Access tokens of single pages.',
    parse: tokensOfPages,
    limits: 'a JSON object of page ids and their tokens',
  }),
  conversationTtlS: integer({
    variable: 'MESSENGER_CONVERSATION_TTL_S',
    meaning: 'How long after the last message a sender goes on with the same conversation.',
    unit: 's',
    min: 1,
    max: 31_536_000,
    fallback: 86_400,
  }),
  processingTimeoutMs: integer({
    variable: 'MESSENGER_PROCESSING_TIMEOUT_MS',
    meaning: 'Longest run for a message of 200 characters or more before it is put off.',
    unit: 'ms',
    min: 100,
    max: 300_000,
    fallback: 15_000,
  }),
  longReply: choice({
    variable: 'MESSENGER_LONG_REPLY',
    meaning: 'What becomes of an answer that one message does not hold.',
    values: ['split', 'truncate'],
    fallback: 'split',
  }),
  sendTimeoutMs: integer({
    variable: 'MESSENGER_SEND_TIMEOUT_MS',
    meaning: 'Longest wait for the Send API.',
    unit: 'ms',
    min: 100,
    max: 10_000,
    fallback: 5000,
  }),
  maxRetries: integer({
    variable: 'MESSENGER_MAX_RETRIES',
    meaning:
      'Quick retries of a send, after 1, 2, 4 s; later ones come every 30 s to 10 min until the window closes.',
    unit: 'retries',
    min: 0,
    max: 10,
    fallback: 3,
  }),
  unknownHoldMs: integer({
    variable: 'MESSENGER_UNKNOWN_HOLD_MS',
    meaning: 'How long a send of unknown outcome waits for its echo before it is repeated.',
    unit: 'ms',
    min: 1000,
    max: 3_600_000,
    fallback: 120_000,
  }),
  handoffAppId: optionalString({
    variable: 'MESSENGER_HANDOFF_APP_ID',
    meaning: 'App that gets the thread when somebody asks for a human being; unset keeps it.',
  }),
  profile: jsonFile({
    variable: 'MESSENGER_PROFILE_FILE',
    meaning: 'Menu, Get Started button, greeting and ice breakers of every page; unset leaves them alone.',
    content: messengerProfile,
    limits: "path of a JSON file in the form of Meta's Messenger Profile API",
  }),
  graphUrl: optionalUrl({
    variable: 'MESSENGER_GRAPH_URL',
    meaning: 'Base URL of the Graph API; unset is https://graph.facebook.com.',
    schemes: ['https:', 'http:'],
  }),
  graphVersion: string({
    variable: 'MESSENGER_GRAPH_VERSION',
    meaning: 'Version of the Graph API.',
    fallback: 'v25.0',
    maxLength: 16,
  }),
};
