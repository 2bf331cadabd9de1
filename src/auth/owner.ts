import { hash } from 'node:crypto';

/** Whose conversations they are: an anonymous device, or a signed-in user. The same id of the other kind is somebody else. */
export interface Owner {
  readonly kind: 'device' | 'user';
  readonly id: string;
}

/** A request asks for its owner's hash at every limit, at the accept and at both ends of the memory. */
const hashes = new WeakMap<Owner, string>();

/** SHA-256 of `kind:id`, 64 hex digits: stands for the owner wherever the raw id must not appear. */
export function ownerHash(owner: Owner): string {
  const known = hashes.get(owner);
  if (known !== undefined) return known;
  const made = hash('sha256', `${owner.kind}:${owner.id}`);
  hashes.set(owner, made);
  return made;
}
