/** Where Redis is, and how it is arranged. */
export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or some nodes of the cluster. */
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  /** What the sentinels call the primary; empty without sentinels. */
  readonly primaryName: string;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly isEncrypted: boolean;
}

/** What `redisAddress` takes, for people. */
export const REDIS_ADDRESS_LIMITS =
  'redis[s]://[user:password@]host[:port][/database], redis[s]+sentinel://…@host[:port],…/name[/database] or redis[s]+cluster://…@host[:port],…';

const FORM =
  /^redis(?<encrypted>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/?#]+)(?<path>(?:\/[^/?#]*)*)$/;
const NODE = /^(?<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?<port>\d{1,5}))?$/i;
const PORTS = { single: 6379, sentinel: 26_379, cluster: 6379 };

/** Reads a Redis URL; null where it is none. User and password are percent-encoded. */
export function redisAddress(url: string): RedisAddress | null {
  const parts = FORM.exec(url)?.groups;
  if (!parts) return null;
  const kind = kindOf(parts['kind']);
  const nodes = nodesOf(kind, parts['hosts'] ?? '');
  const place = placeOf(kind, (parts['path'] ?? '').split('/').filter(Boolean));
  const username = decoded(parts['username']);
  const password = decoded(parts['password']);
  if (!nodes || !place || username === null || password === null) return null;
  return { kind, nodes, ...place, username, password, isEncrypted: parts['encrypted'] === 's' };
}

const kindOf = (word: string | undefined): RedisAddress['kind'] =>
  word === 'sentinel' || word === 'cluster' ? word : 'single';

/** Null where one of them is none, or there are several servers without sentinels. */
function nodesOf(kind: RedisAddress['kind'], hosts: string): RedisAddress['nodes'] | null {
  const nodes = hosts
    .split(',')
    .map((host) => node(host, PORTS[kind]))
    .filter((found) => found !== null);
  const isWhole = nodes.length === hosts.split(',').length && (kind !== 'single' || nodes.length === 1);
  return isWhole ? nodes : null;
}

function node(text: string, defaultPort: number): { host: string; port: number } | null {
  const found = NODE.exec(text)?.groups;
  const port = Number(found?.['port'] ?? defaultPort);
  const isPort = port >= 1 && port <= 65_535;
  return found?.['host'] !== undefined && isPort
    ? { host: found['host'].replace(/^\[|\]$/g, ''), port }
    : null;
}

/** A cluster has one database; sentinels need the primary's name. */
function placeOf(
  kind: RedisAddress['kind'],
  path: readonly string[],
): Pick<RedisAddress, 'primaryName' | 'database'> | null {
  const [primaryName = '', ...rest] = kind === 'sentinel' ? path : ['', ...path];
  const [database = '0', ...more] = rest;
  const isWrong =
    more.length > 0 ||
    !/^\d{1,3}$/.test(database) ||
    (kind === 'sentinel' && primaryName === '') ||
    (kind === 'cluster' && database !== '0');
  return isWrong ? null : { primaryName, database: Number(database) };
}

/** Undefined where there is nothing; null where it can't be decoded. */
function decoded(text: string | undefined): string | undefined | null {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // A percent sign that encodes nothing.
  }
}
