import { randomBytes, randomUUID } from 'node:crypto';
import type { Addressee } from '../../support/history.js';

/** A conversation whose every message bears a tag that no other one's does, so that foreign bytes are known at sight. */
export interface Room extends Addressee {
  readonly tag: string;
}

const TAG = /room-[0-9a-f]{12}/g;

/** Tags of rooms that the text bears. */
export const tagsIn = (text: string): string[] => text.match(TAG) ?? [];

/** A room of a new device; with its first message it becomes a conversation. */
export const newRoom = (): Room => ({
  id: null,
  deviceId: randomUUID(),
  tag: `room-${randomBytes(6).toString('hex')}`,
});

/** A text for that room that nobody has sent before. */
export const newText = ({ tag }: Room, remark = 'message'): string => `${tag} ${remark} ${randomUUID()}`;
