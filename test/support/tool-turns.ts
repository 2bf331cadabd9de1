import type { ApiClient, MessageBody } from './api.js';
import type { Frame } from './event-stream.js';
import { eventually } from './eventually.js';
import { mcpServers } from './mcp-servers.js';
import type { StandInRequest } from './openai-stand-in.js';
import type { ScriptedCall, ToolsReply } from './stand-in-tools.js';
import { startStreamApp, type StreamApp } from './stream-app.js';

/** Starts Parley with these servers and waits until the tools of `shop` are offered. */
export async function startToolApp(
  servers: Record<string, object>,
  env: Record<string, string> = {},
): Promise<StreamApp> {
  const app = await startStreamApp({ ...mcpServers(servers), AGENT_TIMEOUT_MS: '20000', ...env });
  await eventually(async () => ((await serversOffered(app)).includes('shop') ? true : null));
  app.meet();
  return app;
}

/** The reply of a model that asks for these tools. */
export const asks = (...calls: ScriptedCall[]): ToolsReply => ({ kind: 'tools', calls });

/** Names of the functions that the model was offered. */
export const namesOffered = ({ body }: StandInRequest): string[] =>
  [body['tools']].flat().map((one) => String(Object(Object(one).function).name));

/** The servers whose tools are offered now. */
export async function serversOffered({ meet, client: clientOf, agent }: StreamApp): Promise<string[]> {
  meet();
  await clientOf().chat('Who is there?');
  const names = namesOffered(await agent.arrival(1));
  return [...new Set(names.map((name) => name.split('__')[0] ?? ''))].sort();
}

/** The stored answer of the turn that the frames tell of. */
export async function answerOf(client: ApiClient, all: readonly Frame[]): Promise<MessageBody | undefined> {
  const conversationId = String(all.at(-2)?.data['conversation_id']);
  return (await client.conversation(conversationId)).body.messages.at(-1);
}
