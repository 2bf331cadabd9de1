import type { AgentRequest, Passage } from '../../src/agent/agent-runner.js';
import type { BreakerListener } from '../../src/agent/breaker-listener.js';
import { ChatCompletionsClient } from '../../src/agent/chat-completions.client.js';
import { OpenAiCompatibleAgent } from '../../src/agent/openai-compatible.agent.js';
import { Toolbox } from '../../src/agent/toolbox.js';
import { loadSettings } from '../../src/config/settings.js';
import type { OpenAiStandIn } from './openai-stand-in.js';

/** A signal that never aborts. */
export const never = new AbortController().signal;

export const passage: Passage = {
  title: 'Hours',
  url: null,
  snippet: 'Nine',
  content: 'Open from nine.',
  score: 1,
};

/** An agent that asks the stand-in; its retries wait the least that they may. */
export function agentOf(
  model: OpenAiStandIn,
  environment: Record<string, string> = {},
  listener?: BreakerListener,
): OpenAiCompatibleAgent {
  const settings = loadSettings({ AGENT_BASE_URL: model.url, AGENT_MODEL: 'stand-in', ...environment });
  return new OpenAiCompatibleAgent(
    settings,
    new ChatCompletionsClient(settings, { random: () => 0, listener }),
    new Toolbox(settings),
  );
}

/** A question without history. */
export function ask(overrides: Partial<AgentRequest> = {}): AgentRequest {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    message: 'How are you?',
    history: [],
    summary: null,
    language: 'en',
    intent: 'question',
    passages: [],
    ...overrides,
  };
}
