import OpenAI from 'openai';
import type { Settings } from '../config/settings.js';
import { ExpectedError } from '../errors/expected.errors.js';
import { AgentBreaker } from './agent-breaker.js';
import { AgentFailedError } from './agent.errors.js';
import type { AgentState } from './agent-runner.js';
import type { BreakerListener } from './breaker-listener.js';
import { boundedFetch } from './bounded-body.js';
import { type Completion, type CompletionPiece, parseCompletion, parsePiece } from './chat-completion.js';
import { postCompletion } from './completion-post.js';
import type { Deadline } from './deadline.js';
import { EndpointError } from './endpoint.errors.js';
import { withRetries } from './retry.js';

/** The deadline ends a request; the client's own limit only has to lie behind it, in ms. */
const BEHIND_DEADLINE_MS = 10_000;
/** An answer's JSON besides the answer: usage, reasoning, what endpoints add. */
const ENVELOPE_BYTES = 1_048_576;
/** Longest JSON form of one character: two `\uXXXX` escapes. */
const BYTES_PER_CHARACTER = 12;
/** A streamed piece may carry one character in an event of its own. */
const BYTES_PER_STREAMED_CHARACTER = 400;

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface CompletionCall {
  readonly messages: readonly PromptMessage[];
  /** Sent along for gateways and logs; they mean nothing to the protocol. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the client needs of the world, other than the settings. */
interface Surroundings {
  /** 0 to 1; spreads retries. */
  readonly random?: () => number;
  readonly listener?: BreakerListener;
}

/**
 * Asks an endpoint for chat completions: bounded bodies, retries inside the deadline, a circuit breaker.
 * Every failure is an AgentFailedError or AgentTimeoutError, or the reason of the caller's signal.
 */
export class ChatCompletionsClient {
  private readonly openai: OpenAI;
  private readonly url: URL;
  private readonly authorization: Readonly<Record<string, string>>;
  private readonly maxBodyBytes: number;
  private readonly breaker: AgentBreaker;

  constructor(
    private readonly settings: Settings,
    private readonly surroundings: Surroundings = {},
  ) {
    const { baseUrl, apiKey, timeoutMs, maxAnswerCharacters } = settings.agent;
    this.maxBodyBytes = ENVELOPE_BYTES + maxAnswerCharacters * BYTES_PER_CHARACTER;
    const streamBytes = ENVELOPE_BYTES + maxAnswerCharacters * BYTES_PER_STREAMED_CHARACTER;
    this.openai = new OpenAI({
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
    this.url = new URL(`${this.openai.baseURL.replace(/\/$/, '')}/chat/completions`);
    this.authorization = apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
    this.breaker = new AgentBreaker(surroundings.listener);
  }

  state(): AgentState {
    return this.breaker.state();
  }

  /** One whole answer, not yet cut to AGENT_MAX_ANSWER_CHARACTERS. */
  async complete(call: CompletionCall, deadline: Deadline): Promise<Completion> {
    return this.guard(deadline, async () => {
      const body = { model: this.settings.agent.model, messages: call.messages };
      const headers = { ...this.authorization, ...call.headers };
      const { signal } = deadline;
      return parseCompletion(
        await postCompletion(this.url, { headers, body, signal, maxBytes: this.maxBodyBytes }),
      );
    });
  }

  /** The answer piece by piece. Only the opening is retried: what was shown can't be taken back. */
  async *stream(call: CompletionCall, deadline: Deadline): AsyncGenerator<CompletionPiece> {
    const events = await this.guard(deadline, () =>
      this.openai.chat.completions.create(
        {
          model: this.settings.agent.model,
          messages: [...call.messages],
          stream: true,
          stream_options: { include_usage: true },
        },
        { signal: deadline.signal, headers: call.headers },
      ),
    );
    try {
      for await (const event of events) yield parsePiece(event);
      // The client ends an aborted stream as if it were whole.
      deadline.signal.throwIfAborted();
    } catch (error) {
      throw toAgentError(error, deadline);
    }
  }

  private async guard<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T> {
    const attempt = async (): Promise<T> => {
      try {
        deadline.signal.throwIfAborted();
        return await ask();
      } catch (error) {
        throw toAgentError(error, deadline);
      }
    };
    const options = {
      maxRetries: this.settings.agent.maxRetries,
      deadline,
      random: this.surroundings.random ?? Math.random,
    };
    try {
      return await withRetries(() => this.breaker.run(attempt), options);
    } catch (error) {
      throw toAgentError(error, deadline);
    }
  }
}

function toAgentError(error: unknown, deadline: Deadline): unknown {
  if (deadline.signal.aborted) return deadline.signal.reason;
  return error instanceof ExpectedError ? error : new AgentFailedError({ cause: new EndpointError(error) });
}
