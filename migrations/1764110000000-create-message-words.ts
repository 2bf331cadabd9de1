import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The words of a text as they are, of whatever language. What joins them to addresses, paths, numbers with a point or compounds
 * is taken out first: PostgreSQL's parser looks ahead at every one of those marks, which took 1.7 s for 20,000 characters
 * of `a_a_a_`, and a part of an address could not be found. More than 20,000 characters are not read: a tsvector ends at 1 MB
 * (the worst text of that length made 0.2 MB), and an answer that is too long for it could not be stored.
 */
const MESSAGE_WORDS = `
CREATE FUNCTION message_words(content text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple', translate(left(content, 20000), '_/.-@:<&', '        '))`;

/**
 * What `GET /conversations?query=` looks for. Without an index of words: it took up to half of the turns that a process stores a
 * second, and stalled one of them for hundreds of ms now and then; an owner's own messages are soon read.
 */
export class CreateMessageWords1764110000000 implements MigrationInterface {
  readonly name = 'CreateMessageWords1764110000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(MESSAGE_WORDS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION message_words');
  }
}
