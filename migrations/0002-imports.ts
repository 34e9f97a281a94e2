import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in, and every row that was turned away. */
export class Imports implements MigrationInterface {
  readonly name = 'imports-0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE import (
        import_key     integer GENERATED ALWAYS AS IDENTITY UNIQUE,
        import_id      uuid PRIMARY KEY,
        kind           text NOT NULL CHECK (kind IN ('store-status', 'business-hours', 'timezones')),
        status         text NOT NULL DEFAULT 'Running' CHECK (status IN ('Running', 'Complete', 'Failed')),
        bytes_read     bigint NOT NULL DEFAULT 0 CHECK (bytes_read >= 0),
        rows_read      bigint NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
        rows_accepted  bigint NOT NULL DEFAULT 0 CHECK (rows_accepted >= 0),
        rows_unchanged bigint NOT NULL DEFAULT 0 CHECK (rows_unchanged >= 0),
        rows_rejected  bigint NOT NULL DEFAULT 0 CHECK (rows_rejected >= 0),
        error_code     text,
        error          text,
        created_at     timestamptz NOT NULL DEFAULT now(),
        seen_at        timestamptz NOT NULL DEFAULT now(),
        finished_at    timestamptz,
        CHECK (status <> 'Complete' OR rows_read = rows_accepted + rows_unchanged + rows_rejected),
        CHECK ((status = 'Running') = (finished_at IS NULL)),
        CHECK ((status = 'Failed') = (error_code IS NOT NULL))
      )
    `);
    await runner.query(
      `COMMENT ON COLUMN import.seen_at IS 'When the process that receives it last said that it lives'`,
    );
    await runner.query(`CREATE INDEX import_running ON import (seen_at) WHERE status = 'Running'`);
    await runner.query(`
      CREATE TABLE import_reject (
        import_key integer NOT NULL REFERENCES import (import_key) ON DELETE CASCADE,
        line       bigint  NOT NULL CHECK (line > 0),
        reason     text    NOT NULL CHECK (reason IN (
                    'column_count', 'missing_field', 'invalid_store_id', 'invalid_status', 'invalid_timestamp',
                    'timestamp_in_future', 'invalid_day', 'invalid_time', 'unknown_timezone', 'invalid_encoding')),
        text       text    NOT NULL CHECK (octet_length(text) <= 1024),
        PRIMARY KEY (import_key, line)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_reject, import');
  }
}
