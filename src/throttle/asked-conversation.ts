import type { Request } from 'express';
import { validate as isUuid } from 'uuid';

const CHAT = /^(\/api\/[^/]+)?\/chat\/?$/i;

/** The existing conversation that a chat request wants to go on with; null where it names none. */
export function askedConversation({
  method,
  path,
  body,
}: Pick<Request, 'method' | 'path' | 'body'>): string | null {
  if (method !== 'POST' || !CHAT.test(path)) return null;
  const fields: unknown = body;
  if (typeof fields !== 'object' || fields === null || !('conversation_id' in fields)) return null;
  const { conversation_id: id } = fields;
  return typeof id === 'string' && isUuid(id) ? id.toLowerCase() : null;
}
