import { createHmac, randomBytes } from 'node:crypto';
import type { Owner } from '../auth/owner.js';

/** Hexadecimal digits of a hash: 128 bits, so that two owners never share one. */
const HASH_DIGITS = 32;

/** Turns owners into hashes that are equal for equal owners and tell nobody without the key who they are. */
export type OwnerHash = (owner: Owner) => string;

/** Owners whose hash is kept: a turn tells of its owner four times, and a hash is 2 µs of crypto and garbage. */
const KEPT_OWNERS = 1000;

/** A hash keyed by `key`; `null` takes a random key, so that hashes then hold until the next start only. */
export function createOwnerHash(key: string | null): OwnerHash {
  const secret = key ?? randomBytes(32);
  const kept = new Map<string, string>();
  return ({ kind, id }) => {
    const owner = `${kind}:${id}`;
    const known = kept.get(owner);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', secret).update(owner).digest('hex').slice(0, HASH_DIGITS);
    if (kept.size >= KEPT_OWNERS) kept.clear();
    kept.set(owner, hash);
    return hash;
  };
}
