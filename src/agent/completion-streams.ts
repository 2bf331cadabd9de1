import type { OpenAI } from 'openai';
import type { Settings } from '../config/settings.js';
import { boundedFetch } from './bounded-body.js';
import { type CompletionCall, completionBody } from './completion-call.js';
import { ENVELOPE_BYTES } from './completion-post.js';

/** The deadline ends a request; the client's own limit only has to lie behind it, in ms. */
const BEHIND_DEADLINE_MS = 10_000;
/** A streamed piece may carry one character in an event of its own. */
const BYTES_PER_STREAMED_CHARACTER = 400;

/** Opens streamed completions by the openai client, which is loaded for the first: 236 files, 8 MB. */
export class CompletionStreams {
  private client: Promise<OpenAI> | null = null;

  constructor(private readonly settings: Settings) {}

  /** The events as the endpoint sends them, unread. @throws the client's errors */
  async open(call: CompletionCall, signal: AbortSignal): Promise<AsyncIterable<unknown>> {
    this.client ??= this.load();
    const { chat } = await this.client;
    return chat.completions.create(
      {
        ...completionBody(this.settings.agent.model, call),
        stream: true,
        stream_options: { include_usage: true },
      },
      { signal, headers: call.headers },
    );
  }

  private async load(): Promise<OpenAI> {
    const { OpenAI } = await import('openai');
    const { baseUrl, apiKey, timeoutMs, maxAnswerCharacters } = this.settings.agent;
    const streamBytes = ENVELOPE_BYTES + maxAnswerCharacters * BYTES_PER_STREAMED_CHARACTER;
    return new OpenAI({
      baseURL: baseUrl,
      apiKey: apiKey ?? 'none',
      organization: null,
      project: null,
      defaultHeaders: apiKey === null ? { authorization: null } : {},
      timeout: timeoutMs + BEHIND_DEADLINE_MS,
      maxRetries: 0,
      logLevel: 'off',
      fetch: boundedFetch({ errorBytes: ENVELOPE_BYTES, streamBytes }),
    });
  }
}
