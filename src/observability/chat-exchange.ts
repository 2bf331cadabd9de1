import type { Request } from 'express';
import { z } from 'zod';
import type { Owner } from '../auth/owner.js';
import { usableOwner } from '../auth/request-owner.js';

const question = z.object({
  message: z.string().regex(/\S/),
  conversation_id: z.uuid().nullish().catch(null),
  platform: z.enum(['web', 'api']).nullish().catch(null),
});

const answer = z.object({
  conversation_id: z.string(),
  assistant_message_id: z.string(),
  response: z.string(),
});

/** What an event may tell of a question. */
export interface ChatQuestion {
  readonly conversationId: string | null;
  readonly platform: string;
  readonly owner: Owner | null;
}

/** Reads a chat request without trusting it; null where it holds no message. */
export function chatQuestionIn(request: Request): ChatQuestion | null {
  const read = question.safeParse(request.body);
  if (!read.success) return null;
  const { conversation_id: conversationId, platform } = read.data;
  return {
    conversationId: conversationId ?? null,
    platform: platform ?? 'web',
    owner: usableOwner(request),
  };
}

/** The conversation of a finished answer; null where the body is none, such as a 202's. */
export function chatAnswerIn(body: unknown): string | null {
  const read = answer.safeParse(body);
  return read.success ? read.data.conversation_id : null;
}
