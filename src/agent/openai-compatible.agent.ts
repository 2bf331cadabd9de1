import type { Settings } from '../config/settings.js';
import { AgentFailedError } from './agent.errors.js';
import { AgentRun, type RunParts } from './agent-run.js';
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentRequest,
  AgentRunner,
  type AgentState,
} from './agent-runner.js';
import type { CompletionPiece } from './chat-completion.js';
import type { ChatCompletionsClient } from './chat-completions.client.js';
import type { CompletionCall } from './completion-call.js';
import { Deadline } from './deadline.js';
import type { Toolbox } from './toolbox.js';

type Ask = (call: CompletionCall, deadline: Deadline) => AsyncIterable<CompletionPiece>;

/** Answers by a model behind the OpenAI chat-completions protocol, which may use tools on its way. */
export class OpenAiCompatibleAgent extends AgentRunner {
  constructor(
    private readonly settings: Settings,
    private readonly client: ChatCompletionsClient,
    private readonly toolbox: Toolbox,
  ) {
    super();
  }

  override state(): AgentState {
    return this.client.state();
  }

  override async run(request: AgentRequest, signal: AbortSignal): Promise<AgentAnswer> {
    const whole: Ask = (call, deadline) => this.whole(call, deadline);
    for await (const event of this.events(request, signal, whole)) {
      if (event.type === 'answer') return event.answer;
    }
    throw new AgentFailedError({ cause: new Error('the run brought no answer') });
  }

  override stream(request: AgentRequest, signal: AbortSignal): AsyncIterable<AgentEvent> {
    return this.events(request, signal, (call, deadline) => this.client.stream(call, deadline));
  }

  private async *events(request: AgentRequest, signal: AbortSignal, ask: Ask): AsyncGenerator<AgentEvent> {
    const { settings } = this;
    const deadline = new Deadline(signal, settings.agent.timeoutMs);
    try {
      const offer = await this.toolbox.offer(deadline);
      const parts: RunParts = { settings, deadline, offer, ask: (call) => ask(call, deadline) };
      yield* new AgentRun(request, parts).events();
    } finally {
      deadline.close();
    }
  }

  /** The whole answer as its only piece. */
  private async *whole(call: CompletionCall, deadline: Deadline): AsyncGenerator<CompletionPiece> {
    const { toolCalls, ...completion } = await this.client.complete(call, deadline);
    yield { ...completion, toolCalls: toolCalls.map((one, index) => ({ ...one, index })), isLast: true };
  }
}
