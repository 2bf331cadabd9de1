import { askStandIn } from './agent-env.js';
import { type TestApp, startApp } from './app.js';
import { OpenAiStandIn, type StandInRequest } from './openai-stand-in.js';

/** Parley with a stand-in for its model. */
export interface AgentApp extends TestApp {
  readonly agent: OpenAiStandIn;
}

/** Starts both; the agent is asked once a turn and has 2 s, unless `env` says otherwise. */
export async function startAgentApp(env: Record<string, string> = {}): Promise<AgentApp> {
  const agent = await OpenAiStandIn.start();
  const app = await startApp({ env: askStandIn(agent, env) });
  const stop = async (): Promise<void> => {
    await app.stop();
    await agent.close();
  };
  return { ...app, agent, stop };
}

/** What the model was shown of the conversation, oldest first, the question last; the system message is left out. */
export const shown = (request: StandInRequest): string[] =>
  request.body.messages.filter(({ role }) => role !== 'system').map(({ content }) => content);
