import { IsNull, Not, type FindOptionsWhere } from 'typeorm';
import type { Owner } from '../auth/owner.js';
import type { Conversation } from './conversation.entity.js';
import { Platform } from './platform.js';

/** A conversation as its owner asks for it. */
export interface OwnedConversation {
  readonly conversationId: string;
  readonly owner: Owner;
}

/** What a conversation of that owner's looks like; an erased one is nobody's, and a device never has a Messenger one. */
export const ownedBy = (owner: Owner): FindOptionsWhere<Conversation> =>
  owner.kind === 'device'
    ? { deviceId: owner.id, platform: Not(Platform.Messenger), deletedAt: IsNull() }
    : { userId: owner.id, deletedAt: IsNull() };

/** The same in SQL, of the row called `conversation`; `ownerId` is an SQL expression. */
export const ownedBySql = (kind: Owner['kind'], ownerId: string): string =>
  kind === 'device'
    ? `conversation.device_id = ${ownerId} AND conversation.platform <> 'messenger' AND conversation.deleted_at IS NULL`
    : `conversation.user_id = ${ownerId} AND conversation.deleted_at IS NULL`;

/** Null once the conversation is erased. */
export function ownerOf({ deviceId, userId }: Pick<Conversation, 'deviceId' | 'userId'>): Owner | null {
  if (deviceId !== null) return { kind: 'device', id: deviceId };
  return userId === null ? null : { kind: 'user', id: userId };
}
