import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To page through the outages of all stores, the newest first, and through those that still go on. */
export class OutageIndexes implements MigrationInterface {
  readonly name = 'outage-indexes-0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX status_run_outages ON status_run (started_at, store_key) WHERE NOT active');
    await runner.query(`
      CREATE INDEX status_run_ongoing_outages ON status_run (started_at, store_key)
      WHERE NOT active AND ended_at = 'infinity'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX status_run_ongoing_outages, status_run_outages');
  }
}
