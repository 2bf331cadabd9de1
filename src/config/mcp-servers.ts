import { z } from 'zod';

/** A server that is started as a process of ours, and spoken to over its standard input and output. */
export interface LocalMcpServer {
  readonly kind: 'local';
  readonly command: string;
  readonly args: readonly string[];
  /** Besides PATH, HOME and the like, all that it sees of an environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: the directory that Parley runs in. */
  readonly cwd: string | null;
}

/** A server that listens elsewhere, by the transport Streamable HTTP. */
export interface RemoteMcpServer {
  readonly kind: 'remote';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type McpServer = LocalMcpServer | RemoteMcpServer;
/** By their names. */
export type McpServers = Readonly<Record<string, McpServer>>;

const MOST_SERVERS = 32;

const line = z
  .string()
  .max(32_768)
  .regex(/^[^\0]*$/);
const environment = z.record(z.string().regex(/^[^\0=]{1,255}$/), line);
const headers = z.record(z.string(), z.string()).refine(canBeSent, 'has one that can not be sent');

/** As other clients of the protocol take it: a command to run, or a URL to ask. */
const server = z
  .strictObject({
    type: z.enum(['stdio', 'http', 'streamable-http']).optional(),
    command: line.min(1).optional(),
    args: z.array(line).max(256).optional(),
    env: environment.optional(),
    cwd: line.min(1).optional(),
    url: z
      .string()
      .refine(isHttpUrl, 'is no URL beginning with http:// or https://, or holds a password')
      .optional(),
    headers: headers.optional(),
  })
  .refine(
    ({ command, url }) => (command === undefined) !== (url === undefined),
    'needs either command or url',
  )
  .refine(
    ({ command, url, headers, args, env, cwd, type }) =>
      command === undefined
        ? [args, env, cwd].every((one) => one === undefined) && type !== 'stdio'
        : headers === undefined && url === undefined && (type ?? 'stdio') === 'stdio',
    'has a key of the other kind of server',
  )
  .transform(({ command, args = [], env = {}, cwd = null, url = '', headers = {} }): McpServer =>
    command === undefined ? { kind: 'remote', url, headers } : { kind: 'local', command, args, env, cwd },
  );

/** The de-facto form of such files: `{"mcpServers": {name: server}}`. */
export const mcpServers: z.ZodType<McpServers> = z
  .strictObject({
    mcpServers: z
      .record(z.string().regex(/^[a-z0-9_-]{1,32}$/), server)
      .refine(
        (servers) => Object.keys(servers).length <= MOST_SERVERS,
        `has more than ${MOST_SERVERS} servers`,
      ),
  })
  .transform((content) => content.mcpServers);

/** `fetch` refuses URLs with a user or a password. */
function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function canBeSent(all: Record<string, string>): boolean {
  try {
    return new Headers(all) instanceof Headers;
  } catch {
    return false; // The only failure is a name or a value that HTTP does not know.
  }
}
