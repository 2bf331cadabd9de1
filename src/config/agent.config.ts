import { jsonOrFile } from './json-file.js';
import { mcpServers } from './mcp-servers.js';
import { integer, optionalDecimal, optionalString, optionalUrl, string } from './setting.js';

/** Node's `fetch` gives up on an answer's headers then: https://undici.nodejs.org/#/docs/api/Client.md, `headersTimeout`. */
const MAX_TIMEOUT_MS = 300_000;

/** The model behind the conversation; without a base URL the knowledge base answers. */
export const agentSection = {
  baseUrl: optionalUrl({
    variable: 'AGENT_BASE_URL',
    meaning:
      'Endpoint that speaks the OpenAI chat-completions protocol; unset answers from the knowledge base.',
    schemes: ['http:', 'https:'],
  }),
  apiKey: optionalString({ variable: 'AGENT_API_KEY', meaning: 'Bearer key of that endpoint.' }),
  model: string({
    variable: 'AGENT_MODEL',
    meaning: 'Name of the model.',
    fallback: 'gpt-4o-mini',
    maxLength: 255,
  }),
  systemPrompt: string({
    variable: 'AGENT_SYSTEM_PROMPT',
    meaning: 'Instructions that stand before every conversation.',
    fallback: 'You are a helpful assistant. Answer briefly and in the language of the question.',
    maxLength: 20_000,
  }),
  timeoutMs: integer({
    variable: 'AGENT_TIMEOUT_MS',
    meaning: 'Longest time one run of the agent may take, retries included.',
    unit: 'ms',
    min: 100,
    max: MAX_TIMEOUT_MS,
    fallback: 30_000,
  }),
  maxRetries: integer({
    variable: 'AGENT_MAX_RETRIES',
    meaning: 'Retries after 429, 5xx and broken connections, inside the timeout.',
    unit: 'retries',
    min: 0,
    max: 10,
    fallback: 2,
  }),
  maxContextTokens: integer({
    variable: 'AGENT_MAX_CONTEXT_TOKENS',
    meaning: 'Most tokens of prompt, knowledge and history together.',
    unit: 'tokens',
    min: 256,
    max: 2_000_000,
    fallback: 8000,
  }),
  maxAnswerCharacters: integer({
    variable: 'AGENT_MAX_ANSWER_CHARACTERS',
    meaning: 'Longest answer that is kept; the rest is cut.',
    unit: 'characters',
    min: 100,
    max: 1_000_000,
    fallback: 100_000,
  }),
  priceInputPerMtok: optionalDecimal({
    variable: 'AGENT_PRICE_INPUT_PER_MTOK',
    meaning: 'Price of a million input tokens; with the other one unset, cost is null.',
    unit: 'AGENT_PRICE_CURRENCY',
  }),
  priceOutputPerMtok: optionalDecimal({
    variable: 'AGENT_PRICE_OUTPUT_PER_MTOK',
    meaning: 'Price of a million output tokens.',
    unit: 'AGENT_PRICE_CURRENCY',
  }),
  priceCurrency: string({
    variable: 'AGENT_PRICE_CURRENCY',
    meaning: 'Currency of the prices.',
    fallback: 'USD',
    maxLength: 3,
  }),
  mcpServers: jsonOrFile({
    variable: 'AGENT_MCP_SERVERS',
    meaning: 'Servers of the Model Context Protocol whose tools the model may use; needs AGENT_BASE_URL.',
    limits:
      '{"mcpServers": {name: {command, args, env, cwd} or {url, headers}}}, or the path of such a JSON file',
    content: mcpServers,
  }),
  maxToolRounds: integer({
    variable: 'AGENT_MAX_TOOL_ROUNDS',
    meaning: 'How often one run may ask for tools before it has to answer; 0 offers none.',
    unit: 'rounds',
    min: 0,
    max: 20,
    fallback: 5,
  }),
  toolTimeoutMs: integer({
    variable: 'AGENT_TOOL_TIMEOUT_MS',
    meaning: 'Longest time one tool may take, and longest wait for a server to tell its tools.',
    unit: 'ms',
    min: 100,
    max: MAX_TIMEOUT_MS,
    fallback: 10_000,
  }),
};
