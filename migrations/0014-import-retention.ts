import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is needed to remove old imports, once no observation names them any more, and old idempotency keys. */
export class ImportRetention implements MigrationInterface {
  readonly name = 'import-retention-0000000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import ADD last_observed_at timestamptz');
    await runner.query(`
      COMMENT ON COLUMN import.last_observed_at IS
        'The latest instant of its observations; null: it has none, or was completed before this column was added'
    `);
    await runner.query(`
      CREATE INDEX import_without_observations ON import (finished_at) WHERE kind <> 'store-status' OR rows_accepted = 0;
      CREATE INDEX import_last_observed ON import (last_observed_at);
      CREATE INDEX import_keyed ON import (finished_at) WHERE idempotency_key IS NOT NULL
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX import_keyed, import_last_observed, import_without_observations');
    await runner.query('ALTER TABLE import DROP last_observed_at');
  }
}
