import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { AgentRunner } from './agent-runner.js';
import { BreakerListener } from './breaker-listener.js';
import { ChatCompletionsClient } from './chat-completions.client.js';
import { ExtractiveSummarizer } from './extractive-summarizer.js';
import { KnowledgeAgent } from './knowledge.agent.js';
import { ModelSummarizer } from './model-summarizer.js';
import { OpenAiCompatibleAgent } from './openai-compatible.agent.js';
import { Toolbox } from './toolbox.js';
import { Summarizer } from './summarizer.js';

/** Gives the agent that the settings name: the endpoint at AGENT_BASE_URL, or the knowledge base where none is set. */
@Module({
  providers: [
    {
      provide: AgentRunner,
      useFactory: agentFor,
      inject: [Settings, Toolbox, { token: BreakerListener, optional: true }],
    },
    Toolbox,
    { provide: Summarizer, useFactory: summarizerFor, inject: [Settings, AgentRunner] },
  ],
  exports: [AgentRunner, Summarizer, Toolbox],
})
export class AgentModule {}

function agentFor(settings: Settings, toolbox: Toolbox, listener?: BreakerListener): AgentRunner {
  if (settings.agent.baseUrl === null) return new KnowledgeAgent(settings);
  return new OpenAiCompatibleAgent(settings, new ChatCompletionsClient(settings, { listener }), toolbox);
}

function summarizerFor(settings: Settings, agent: AgentRunner): Summarizer {
  const extractive = new ExtractiveSummarizer(settings);
  if (settings.agent.baseUrl === null) return extractive;
  const client = new ChatCompletionsClient(settings);
  return new ModelSummarizer(settings, { client, agent, instead: extractive });
}
