import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What all stores of a report come to, added up shard by shard, so that nobody has to read its rows for that. */
export class ReportShares implements MigrationInterface {
  readonly name = 'report-shares-0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE report_shard
        ADD uptime_us   bigint[] CHECK (cardinality(uptime_us) = 3),
        ADD downtime_us bigint[] CHECK (cardinality(downtime_us) = 3)
    `);
    await runner.query('ALTER TABLE report ADD uptime_share double precision[] CHECK (cardinality(uptime_share) = 3)');
    await runner.query(`
      COMMENT ON COLUMN report_shard.uptime_us IS
        'The sums over its stores, in microseconds: last hour, last day, last week; null: not computed yet';
      COMMENT ON COLUMN report_shard.downtime_us IS 'As uptime_us';
      COMMENT ON COLUMN report.uptime_share IS
        'Uptime by business time over all its stores: last hour, last day, last week, each null without business time; null: not complete, or complete before this column was'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE report DROP uptime_share');
    await runner.query('ALTER TABLE report_shard DROP uptime_us, DROP downtime_us');
  }
}
