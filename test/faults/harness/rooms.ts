import { createSecretKey, randomInt, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Addressee } from '../../support/history.js';
import { JWT_SECRET } from './settings.js';

/** A conversation whose every message bears a tag that no other one's does, so that foreign bytes are known at sight. */
export interface Room extends Addressee {
  readonly tag: string;
  /** Whose it is; null: the device's. */
  readonly user: { readonly id: string; readonly token: string } | null;
}

/** How somebody in the room is let in. */
interface Door {
  /** Before every path. */
  readonly prefix: string;
  readonly headers: Record<string, string>;
  /** Who he is, in the body of a message. */
  readonly named: Record<string, unknown>;
}

export const TAG_PATTERN = 'r-[0-9]{12}';

const TAG = new RegExp(TAG_PATTERN, 'g');

/** Tags of rooms that the text bears. */
export const tagsIn = (text: string): string[] => text.match(TAG) ?? [];

const newTag = (): string => `r-${digits()}`;

const digits = (): string => String(randomInt(10 ** 12)).padStart(12, '0');

/** A room of a new device; with its first message it becomes a conversation. */
export const newRoom = (): Room => ({ id: null, deviceId: randomUUID(), tag: newTag(), user: null });

/** The one never-ending conversation of a new user. His token outlives the run, however wrong the clocks are. */
export async function newPrimary(): Promise<Room> {
  const id = randomUUID();
  const token = await new SignJWT({ sub: id })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1 day')
    .sign(createSecretKey(JWT_SECRET, 'utf8'));
  return { id: 'primary', deviceId: '', tag: newTag(), user: { id, token } };
}

/**
 * A text for that room that nobody has sent before. It has fewer letters than a text needs to have a language: the tables for
 * that are a fifth of what a replica's life costs, and most lives are short.
 */
export const newText = ({ tag }: Room, remark = 'says'): string => `${tag} ${remark} ${digits()}`;

export function doorOf({ user, deviceId }: Room): Door {
  if (!user) return { prefix: '', headers: { 'X-Device-Id': deviceId }, named: { device_id: deviceId } };
  const headers = { Authorization: `Bearer ${user.token}` };
  return { prefix: `/api/${user.id}`, headers, named: { device_id: undefined } };
}
