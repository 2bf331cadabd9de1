import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { AgentRunner } from './agent-runner.js';
import { BreakerListener } from './breaker-listener.js';
import { ChatCompletionsClient } from './chat-completions.client.js';
import { KnowledgeAgent } from './knowledge.agent.js';
import { OpenAiCompatibleAgent } from './openai-compatible.agent.js';

/** Gives the agent that the settings name: the endpoint at AGENT_BASE_URL, or the knowledge base where none is set. */
@Module({
  providers: [
    {
      provide: AgentRunner,
      useFactory: agentFor,
      inject: [Settings, { token: BreakerListener, optional: true }],
    },
  ],
  exports: [AgentRunner],
})
export class AgentModule {}

function agentFor(settings: Settings, listener?: BreakerListener): AgentRunner {
  if (settings.agent.baseUrl === null) return new KnowledgeAgent(settings);
  return new OpenAiCompatibleAgent(settings, new ChatCompletionsClient(settings, { listener }));
}
