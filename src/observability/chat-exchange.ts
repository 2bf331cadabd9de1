import type { Request } from 'express';
import { z } from 'zod';

const question = z.object({ platform: z.enum(['web', 'api']) });

const answer = z.object({
  conversation_id: z.string(),
  assistant_message_id: z.string(),
  response: z.string(),
});

/** The platform that a chat request names, `web` where it names none. */
export function askedPlatform(request: Request): string {
  const read = question.safeParse(request.body);
  return read.success ? read.data.platform : 'web';
}

/** The conversation of a finished answer; null where the body is none, such as a 202's. */
export function answeredConversation(body: unknown): string | null {
  const read = answer.safeParse(body);
  return read.success ? read.data.conversation_id : null;
}
