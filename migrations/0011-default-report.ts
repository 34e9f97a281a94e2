import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To find the default report among thousands. */
export class DefaultReport implements MigrationInterface {
  readonly name = 'default-report-0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX report_default ON report (as_of, report_no)
      WHERE status = 'Complete' AND store_ids IS NULL
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX report_default');
  }
}
