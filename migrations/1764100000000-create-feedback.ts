import type { MigrationInterface, QueryRunner } from 'typeorm';

const FEEDBACK = `
CREATE TABLE message_feedback (
  message_id uuid        NOT NULL CONSTRAINT message_feedback_pkey PRIMARY KEY
             CONSTRAINT message_feedback_message REFERENCES messages (id) ON DELETE CASCADE,
  rating     text        NOT NULL CONSTRAINT message_feedback_rating CHECK (rating IN ('like', 'dislike')),
  comment    text        NULL CONSTRAINT message_feedback_comment CHECK (comment <> '' AND char_length(comment) <= 2000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
)`;

/** What an owner thinks of an answer; it goes with the message. */
export class CreateFeedback1764100000000 implements MigrationInterface {
  readonly name = 'CreateFeedback1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(FEEDBACK);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE message_feedback');
  }
}
