import { createHmac, randomBytes } from 'node:crypto';
import type { Owner } from '../auth/owner.js';

/** Hexadecimal digits of a hash: 128 bits, so that two owners never share one. */
const HASH_DIGITS = 32;

/** Turns owners into hashes that are equal for equal owners and tell nobody without the key who they are. */
export type OwnerHash = (owner: Owner) => string;

/** A hash keyed by `key`; `null` takes a random key, so that hashes then hold until the next start only. */
export function createOwnerHash(key: string | null): OwnerHash {
  const secret = key ?? randomBytes(32);
  return (owner) =>
    createHmac('sha256', secret).update(`${owner.kind}:${owner.id}`).digest('hex').slice(0, HASH_DIGITS);
}
