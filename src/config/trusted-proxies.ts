import { isIP } from 'node:net';

/** Most proxies in a row that anybody puts before a server. */
const HOP_COUNT = /^\d{1,3}$/;

const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** What `isTrustedProxies` accepts, for people. */
export const TRUSTED_PROXIES_LIMITS =
  'a hop count, true | false, or a comma list of loopback | linklocal | uniquelocal | IP[/prefix]';

/** True for what Express takes as `trust proxy` and can mean: a hop count, `true`, `false`, or a list of addresses. */
export function isTrustedProxies(text: string): boolean {
  if (text === 'true' || text === 'false' || HOP_COUNT.test(text)) return true;
  return text.split(',').every((word) => isRange(word.trim()));
}

function isRange(word: string): boolean {
  if (NAMED_RANGES.has(word)) return true;
  const [address = '', prefix, ...rest] = word.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || isPrefix(prefix, version === 4 ? 32 : 128);
}

function isPrefix(text: string, bits: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= bits;
}
