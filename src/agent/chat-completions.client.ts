import type { Settings } from '../config/settings.js';
import { ExpectedError } from '../errors/expected.errors.js';
import { AgentBreaker } from './agent-breaker.js';
import { AgentFailedError } from './agent.errors.js';
import type { AgentState } from './agent-runner.js';
import type { BreakerListener } from './breaker-listener.js';
import { type Completion, type CompletionPiece, parseCompletion, parsePiece } from './chat-completion.js';
import { type CompletionCall, completionBody } from './completion-call.js';
import {
  type CompletionEndpoint,
  completionEndpoint,
  ENVELOPE_BYTES,
  postCompletion,
} from './completion-post.js';
import { CompletionStreams } from './completion-streams.js';
import type { Deadline } from './deadline.js';
import { EndpointError } from './endpoint.errors.js';
import { withRetries } from './retry.js';

/** Longest JSON form of one character: two `\uXXXX` escapes. */
const BYTES_PER_CHARACTER = 12;

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
  private readonly streams: CompletionStreams;
  private readonly endpoint: CompletionEndpoint;
  private readonly authorization: Readonly<Record<string, string>>;
  private readonly maxBodyBytes: number;
  private readonly breaker: AgentBreaker;

  constructor(
    private readonly settings: Settings,
    private readonly surroundings: Surroundings = {},
  ) {
    const { baseUrl, apiKey, maxAnswerCharacters } = settings.agent;
    this.maxBodyBytes = ENVELOPE_BYTES + maxAnswerCharacters * BYTES_PER_CHARACTER;
    if (baseUrl === null) throw new Error('AGENT_BASE_URL is not set');
    this.endpoint = completionEndpoint(new URL(`${baseUrl.replace(/\/$/, '')}/chat/completions`));
    this.authorization = apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
    this.streams = new CompletionStreams(settings);
    this.breaker = new AgentBreaker(surroundings.listener);
  }

  state(): AgentState {
    return this.breaker.state();
  }

  /** One whole answer, not yet cut to AGENT_MAX_ANSWER_CHARACTERS. */
  async complete(call: CompletionCall, deadline: Deadline): Promise<Completion> {
    return this.guard(deadline, async () => {
      const body = completionBody(this.settings.agent.model, call);
      const headers = { ...this.authorization, ...call.headers };
      const { signal } = deadline;
      return parseCompletion(
        await postCompletion(this.endpoint, { headers, body, signal, maxBytes: this.maxBodyBytes }),
      );
    });
  }

  /** The answer piece by piece. Only the opening is retried: what was shown can't be taken back. */
  async *stream(call: CompletionCall, deadline: Deadline): AsyncGenerator<CompletionPiece> {
    const events = await this.guard(deadline, () => this.streams.open(call, deadline.signal));
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
