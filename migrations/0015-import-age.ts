import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is needed to find the first import that is not old yet. */
export class ImportAge implements MigrationInterface {
  readonly name = 'import-age-0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX import_finished ON import (finished_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX import_finished');
  }
}
