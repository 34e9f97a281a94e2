import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many stores of a report had never been observed, so that a report tells how much of it is assumed. */
export class NeverObserved implements MigrationInterface {
  readonly name = 'never-observed-0000000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE report_shard ADD never_observed integer;
      ALTER TABLE report ADD stores_never_observed integer
        CONSTRAINT report_stores_never_observed_check CHECK (stores_never_observed >= 0);
      COMMENT ON COLUMN report_shard.never_observed IS
        'Stores of the shard with a row and without an observation before their windows end; null: not computed';
      COMMENT ON COLUMN report.stores_never_observed IS
        'Stores with a row and without an observation before their windows end; null: not complete, or computed before this column was added'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE report DROP stores_never_observed; ALTER TABLE report_shard DROP never_observed');
  }
}
