import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Observations may come as files, as JSON and from Kafka; what was written is numbered in the order in which it became
 * visible, so that a report can tell what has come since.
 */
export class ImportSources implements MigrationInterface {
  readonly name = 'import-sources-0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SEQUENCE import_write_no');
    await runner.query(`
      ALTER TABLE import
        ADD source          text NOT NULL DEFAULT 'csv' CHECK (source IN ('csv', 'json', 'kafka')),
        ADD write_no        bigint,
        ADD changed_from    timestamptz,
        ADD idempotency_key text UNIQUE CHECK (length(idempotency_key) BETWEEN 1 AND 255),
        ADD request_sha256  bytea
    `);
    await runner.query(`
      COMMENT ON COLUMN import.write_no IS
        'Complete imports in the order in which they became visible; null: complete before there was such a number, or not complete';
      COMMENT ON COLUMN import.changed_from IS
        'The earliest instant of which it changed what is known; -infinity: hours or zones, which have no instant; null: nothing';
      COMMENT ON COLUMN import.request_sha256 IS 'What came with the idempotency key'
    `);
    await runner.query('CREATE INDEX import_by_source ON import (source, import_key)');
    await runner.query('CREATE INDEX import_written ON import (write_no, changed_from) WHERE write_no IS NOT NULL');
    await runner.query(`
      ALTER TABLE import_reject
        DROP CONSTRAINT import_reject_line_check,
        DROP CONSTRAINT import_reject_reason_check,
        ADD CONSTRAINT import_reject_line_check CHECK (line >= 0),
        ADD CONSTRAINT import_reject_reason_check CHECK (reason IN (
          'column_count', 'missing_field', 'invalid_store_id', 'invalid_status', 'invalid_timestamp',
          'timestamp_in_future', 'invalid_day', 'invalid_time', 'unknown_timezone', 'invalid_encoding',
          'not_an_object', 'before_retention'))
    `);
    await runner.query(`
      COMMENT ON COLUMN import_reject.line IS
        'In a CSV file the line, from 1; of JSON the index, from 0; of Kafka the offset within the partition'
    `);
    await runner.query('ALTER TABLE report ADD seen_write_no bigint');
    await runner.query(`COMMENT ON COLUMN report.seen_write_no IS 'The last import.write_no that its snapshot holds'`);
    await runner.query(`
      CREATE TABLE kafka_partition (
        consumer_group  text NOT NULL,
        topic           text NOT NULL,
        partition       integer NOT NULL,
        first_offset    bigint NOT NULL,
        first_timestamp bigint NOT NULL,
        next_offset     bigint NOT NULL,
        PRIMARY KEY (consumer_group, topic, partition),
        CHECK (first_offset < next_offset)
      )
    `);
    await runner.query(`
      COMMENT ON TABLE kafka_partition IS 'The batch of each partition that was written last';
      COMMENT ON COLUMN kafka_partition.first_timestamp IS 'Of the message at first_offset, in milliseconds: with it, what identifies the batch'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE kafka_partition');
    await runner.query('ALTER TABLE report DROP seen_write_no');
    await runner.query(`DELETE FROM import_reject WHERE line = 0 OR reason IN ('not_an_object', 'before_retention')`);
    await runner.query(`
      ALTER TABLE import_reject
        DROP CONSTRAINT import_reject_line_check,
        DROP CONSTRAINT import_reject_reason_check,
        ADD CONSTRAINT import_reject_line_check CHECK (line > 0),
        ADD CONSTRAINT import_reject_reason_check CHECK (reason IN (
          'column_count', 'missing_field', 'invalid_store_id', 'invalid_status', 'invalid_timestamp',
          'timestamp_in_future', 'invalid_day', 'invalid_time', 'unknown_timezone', 'invalid_encoding'))
    `);
    await runner.query('DROP INDEX import_written, import_by_source');
    await runner.query(`
      ALTER TABLE import
        DROP source, DROP write_no, DROP changed_from, DROP idempotency_key, DROP request_sha256
    `);
    await runner.query('DROP SEQUENCE import_write_no');
  }
}
