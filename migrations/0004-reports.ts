import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reports, their shards, and the pieces of CSV that the shards yield. */
export class Reports implements MigrationInterface {
  readonly name = 'reports-0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report (
        report_id        uuid PRIMARY KEY,
        report_no        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        status           text NOT NULL DEFAULT 'Running'
                         CHECK (status IN ('Running', 'Complete', 'Error', 'Cancelled')),
        idempotency_key  text UNIQUE CHECK (length(idempotency_key) BETWEEN 1 AND 255),
        request_sha256   bytea NOT NULL,
        store_ids        text[],
        requested_as_of  timestamptz CHECK (isfinite(requested_as_of)),
        as_of            timestamptz CHECK (isfinite(as_of)),
        default_status   text NOT NULL CHECK (default_status IN ('active', 'inactive')),
        default_timezone text NOT NULL,
        end_of_day_grace boolean NOT NULL,
        attempt          integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
        stores_total     integer CHECK (stores_total >= 0),
        stores_done      integer NOT NULL DEFAULT 0 CHECK (stores_done BETWEEN 0 AND stores_total),
        csv_bytes        bigint,
        csv_sha256       bytea,
        error            text,
        created_at       timestamptz NOT NULL DEFAULT now(),
        started_at       timestamptz,
        finished_at      timestamptz,
        CHECK ((status = 'Running') = (finished_at IS NULL)),
        CHECK ((status = 'Error') = (error IS NOT NULL)),
        CHECK (status <> 'Complete' OR (
          as_of IS NOT NULL AND csv_bytes IS NOT NULL AND csv_sha256 IS NOT NULL AND stores_done = stores_total))
      )
    `);
    await runner.query(`
      COMMENT ON COLUMN report.report_no IS 'The order in which reports were triggered';
      COMMENT ON COLUMN report.request_sha256 IS 'What was asked for: a key that comes again with something else is refused';
      COMMENT ON COLUMN report.store_ids IS 'The stores that it is limited to; null: all'
    `);
    await runner.query(`CREATE INDEX report_running ON report (created_at) WHERE status = 'Running'`);
    await runner.query('CREATE INDEX report_finished ON report (finished_at)');
    await runner.query(`
      CREATE TABLE report_shard (
        report_id      uuid NOT NULL REFERENCES report ON DELETE CASCADE,
        shard          integer NOT NULL CHECK (shard >= 0),
        first_store_id text COLLATE "C" NOT NULL,
        last_store_id  text COLLATE "C" NOT NULL,
        stores         integer NOT NULL CHECK (stores > 0),
        csv            bytea,
        PRIMARY KEY (report_id, shard),
        CHECK (first_store_id <= last_store_id)
      )
    `);
    await runner.query(
      `COMMENT ON COLUMN report_shard.csv IS 'The rows of the shard''s stores; null: not computed yet'`,
    );
    // The text is read once or twice and is small: not worth the time to compress it.
    await runner.query('ALTER TABLE report_shard ALTER COLUMN csv SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE report_shard, report');
  }
}
