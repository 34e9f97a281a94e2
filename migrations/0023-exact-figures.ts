import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps the exact figures of reports beside their CSV, for sums over groups of stores (docs/adr/0020). */
export class ExactFigures implements MigrationInterface {
  readonly name = 'exact-figures-0000000000023';

  /** Compressing the figures would take longer than computing them. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE report_shard ADD figures bytea, ADD zones text[];
      ALTER TABLE report_shard ALTER COLUMN figures SET STORAGE EXTERNAL;
      COMMENT ON COLUMN report_shard.figures IS
        'For each line of csv, 64-bit floats: the index of its zone, then uptime, downtime, unknown, excluded of each window, in microseconds; null: not computed yet, or computed before this column was added';
      COMMENT ON COLUMN report_shard.zones IS 'The time zones in force at the as of that figures refer to'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE report_shard DROP figures, DROP zones');
  }
}
