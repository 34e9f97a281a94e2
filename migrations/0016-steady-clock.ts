import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells that PostgreSQL's clock was changed: when it was last looked at. */
export class SteadyClock implements MigrationInterface {
  readonly name = 'steady-clock-0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE steady_clock (
        only_row     boolean CONSTRAINT steady_clock_pkey PRIMARY KEY DEFAULT true
                     CONSTRAINT steady_clock_only_row_check CHECK (only_row),
        seen_at      timestamptz,
        steady_since timestamptz NOT NULL DEFAULT '-infinity'
      );
      INSERT INTO steady_clock DEFAULT VALUES;
      COMMENT ON COLUMN steady_clock.seen_at IS 'When it was last looked at, by itself; null: never';
      COMMENT ON COLUMN steady_clock.steady_since IS 'Since when it has not jumped, by itself'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE steady_clock');
  }
}
