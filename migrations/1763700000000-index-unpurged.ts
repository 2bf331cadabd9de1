import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erased conversations whose cached memory is not confirmed to be gone; usually none. */
export class IndexUnpurged1763700000000 implements MigrationInterface {
  readonly name = 'IndexUnpurged1763700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX conversations_unpurged ON conversations (id) WHERE deleted_at IS NOT NULL AND purged_at IS NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX conversations_unpurged');
  }
}
