import type { Response } from 'express';

/** An answer to a chat request. */
export interface SentAnswer {
  readonly conversationId: string;
  readonly platform: string;
}

const answers = new WeakMap<Response, SentAnswer>();

/** Notes that the response carries an answer, a new one or one that was given before. */
export function noteAnswer(response: Response, answer: SentAnswer): void {
  answers.set(response, answer);
}

/** Null: it carries none, or has not left as a whole. */
export function answerSentBy(response: Response): SentAnswer | null {
  return response.writableFinished ? (answers.get(response) ?? null) : null;
}
