import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const folder = join(__dirname, '..', 'fixtures', 'mcp');

/** AGENT_MCP_SERVERS with these servers. */
export const mcpServers = (servers: Record<string, object>): Record<string, string> => ({
  AGENT_MCP_SERVERS: JSON.stringify({ mcpServers: servers }),
});

/** The server of `tools.mjs` as a process of Parley's. */
export const toolServer = (env: Record<string, string> = {}): object => ({
  command: process.execPath,
  args: [join(folder, 'tools.mjs')],
  env,
});

/** The server of `liar.mjs`, which misbehaves in that way. */
export const liar = (way: string, env: Record<string, string> = {}): object => ({
  command: process.execPath,
  args: [join(folder, 'liar.mjs'), way],
  env,
});

/** A server at an address where nobody listens. */
export async function deadServer(): Promise<{ url: string }> {
  const { url, stop } = await startToolServer();
  await stop();
  return { url };
}

/** A call that a model writes. */
export const toolCall = (name: string, args: object = {}, id = `call_of_${name}`) => ({
  name,
  arguments: JSON.stringify(args),
  id,
});

/** The server of `tools.mjs` over Streamable HTTP. */
export interface RemoteToolServer {
  readonly url: string;
  /** Ends it, and starts another one under the same URL. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free port; it ends with this process. */
export async function startToolServer(env: Record<string, string> = {}): Promise<RemoteToolServer> {
  let { child, url } = await launch(env);
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    stop,
    restart: async () => {
      await stop();
      ({ child, url } = await launch({ ...env, TOOL_PORT: new URL(url).port }));
    },
  };
}

async function launch(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [join(folder, 'tools.mjs'), '--http'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, url: String(line) };
}
