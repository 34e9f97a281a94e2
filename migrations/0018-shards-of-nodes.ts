import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several servers may each have a shard of the same part of a report, whose lines are merged. */
export class ShardsOfNodes implements MigrationInterface {
  readonly name = 'shards-of-nodes-0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE report_shard ADD part integer, ADD buckets smallint[];
      UPDATE report_shard SET part = shard;
      ALTER TABLE report_shard
        ALTER part SET NOT NULL,
        ADD CONSTRAINT report_shard_part_check CHECK (part >= 0);
      CREATE INDEX report_shard_part ON report_shard (report_id, part);
      COMMENT ON COLUMN report_shard.part IS
        'Number of its part of the stores; several nodes may each have a shard of it';
      COMMENT ON COLUMN report_shard.buckets IS 'Buckets of its node; null: all'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM report WHERE report_id IN (SELECT report_id FROM report_shard WHERE part <> shard);
      ALTER TABLE report_shard DROP part, DROP buckets
    `);
  }
}
