import { Injectable } from '@nestjs/common';
import { AgentFailedError } from '../agent/agent.errors.js';
import { type AgentAnswer, type AgentRequest, AgentRunner } from '../agent/agent-runner.js';
import type { Heard } from './pipeline-context.js';
import type { TurnDraft } from './turn-draft.js';

/** Asks the agent; its failure is the turn's failure. */
@Injectable()
export class AgentStage {
  constructor(private readonly agent: AgentRunner) {}

  /** @throws AgentFailedError, AgentTimeoutError, or the reason of the context's signal */
  async answer({ context, language, intent, passages }: TurnDraft): Promise<AgentAnswer> {
    const { conversationId, turnId, message, history, summary, signal, hear } = context;
    const request = { conversationId, turnId, message, history, summary, language, intent, passages };
    return hear === null ? this.agent.run(request, signal) : this.listen(request, signal, hear);
  }

  /** Tells the text so far with each piece. */
  private async listen(
    request: AgentRequest,
    signal: AbortSignal,
    hear: (heard: Heard) => void,
  ): Promise<AgentAnswer> {
    let text = '';
    for await (const event of this.agent.stream(request, signal)) {
      if (event.type === 'answer') return event.answer;
      if (event.type !== 'delta') hear(event);
      else {
        text += event.text;
        hear({ type: 'text', read: () => text });
      }
    }
    throw new AgentFailedError({ cause: new Error('the stream brought no answer') });
  }
}
