import { Injectable } from '@nestjs/common';
import { type AgentAnswer, AgentRunner } from '../agent/agent-runner.js';
import type { TurnDraft } from './turn-draft.js';

/** Asks the agent; its failure is the turn's failure. */
@Injectable()
export class AgentStage {
  constructor(private readonly agent: AgentRunner) {}

  /** @throws AgentFailedError, AgentTimeoutError, or the reason of the context's signal */
  async answer({ context, language, intent, passages }: TurnDraft): Promise<AgentAnswer> {
    const { conversationId, turnId, message, history, summary, signal } = context;
    const request = { conversationId, turnId, message, history, summary, language, intent, passages };
    return this.agent.run(request, signal);
  }
}
