import { Injectable } from '@nestjs/common';
import type { Owner } from '../auth/owner.js';
import { InvalidRequestError } from '../errors/request.errors.js';
import { cleanText, isBlank } from './clean-text.js';
import { FeedbackRepository, type StoredFeedback } from './feedback.repository.js';
import { MessageNotFoundError } from './message.errors.js';
import type { Rating } from './rating.js';

/** Longest comment, in code points after cleaning. */
const MAX_COMMENT_CHARACTERS = 2000;

/** What an owner says of an answer, as it came. */
export interface NewFeedback {
  /** Null takes back what was said. */
  readonly rating: Rating | null;
  readonly comment: string | null;
}

/** What owners think of their answers. */
@Injectable()
export class FeedbackService {
  constructor(private readonly feedback: FeedbackRepository) {}

  /**
   * Keeps the feedback in the place of an earlier one; null where the rating is taken back, and the comment with it.
   * @throws MessageNotFoundError when there is no such answer of the owner's
   * @throws InvalidRequestError naming `comment` when it is too long
   */
  async rate(
    messageId: string,
    owner: Owner,
    { rating, comment }: NewFeedback,
  ): Promise<StoredFeedback | null> {
    const cleaned = cleanComment(comment ?? '');
    const stored = rating && (await this.feedback.update(messageId, owner, { rating, comment: cleaned }));
    if (stored) return stored;
    if (rating || !(await this.feedback.delete(messageId, owner))) throw new MessageNotFoundError();
    return null;
  }
}

/** Null: nothing is left that a reader could see. */
function cleanComment(raw: string): string | null {
  const comment = cleanText(raw);
  if (isBlank(comment)) return null;
  if ([...comment].length <= MAX_COMMENT_CHARACTERS) return comment;
  const message = `must be at most ${MAX_COMMENT_CHARACTERS} characters`;
  throw new InvalidRequestError({ details: [{ field: 'comment', message }] });
}
