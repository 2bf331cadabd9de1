import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import type { StoredFeedback } from './feedback.repository.js';
import type { NewFeedback } from './feedback.service.js';
import { type Rating, RATINGS } from './rating.js';

const RATING = { type: 'string', enum: RATINGS, nullable: true } as const;

/** What an owner thinks of an answer. */
export class UserFeedbackDto {
  /** Null takes back what was said, the comment too. */
  @IsIn([...RATINGS, null])
  @ApiProperty(RATING)
  rating: Rating | null;

  /** At most 2,000 characters after cleaning; absent, null or blank is none. */
  @IsOptional()
  @IsString()
  comment?: string | null;

  toFeedback(): NewFeedback {
    return { rating: this.rating, comment: this.comment ?? null };
  }
}

export class DeviceFeedbackDto extends UserFeedbackDto {
  /** May stand in the header X-Device-Id or the query instead. */
  @IsOptional()
  @IsString()
  device_id?: string;
}

/** The feedback that a message bears. */
export class FeedbackDto {
  @ApiProperty({ enum: RATINGS })
  rating: Rating;
  comment: string | null;
}

/** What is kept now; all null where it was taken back. */
export class RatedMessageDto {
  /** The message's. */
  id: string;
  @ApiProperty(RATING)
  rating: Rating | null;
  comment: string | null;
  updated_at: string | null;

  static from(id: string, stored: StoredFeedback | null): RatedMessageDto {
    return {
      id,
      rating: stored?.rating ?? null,
      comment: stored?.comment ?? null,
      updated_at: stored?.updatedAt.toISOString() ?? null,
    };
  }
}
