import { hash } from 'node:crypto';

/** Whose conversations they are: an anonymous device, or a signed-in user. The same id of the other kind is somebody else. */
export interface Owner {
  readonly kind: 'device' | 'user';
  readonly id: string;
}

/** SHA-256 of `kind:id`, 64 hex digits: stands for the owner wherever the raw id must not appear. */
export function ownerHash(owner: Owner): string {
  return hash('sha256', `${owner.kind}:${owner.id}`);
}
