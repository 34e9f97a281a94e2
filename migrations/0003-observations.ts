import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Observations as they came, and the status runs that follow from them. Neither has a foreign key to `store`: the one
 * writer takes its keys from `store` in the same transaction, stores are never deleted, and a check per row would
 * take longer than writing it (docs/adr/0005).
 */
export class Observations implements MigrationInterface {
  readonly name = 'observations-0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE observation (
        observed_at timestamptz NOT NULL CHECK (isfinite(observed_at)),
        store_key   integer NOT NULL,
        import_key  integer NOT NULL,
        active      boolean NOT NULL,
        PRIMARY KEY (store_key, observed_at)
      )
    `);
    await runner.query(`
      COMMENT ON TABLE observation IS 'At one instant one store was active or inactive, and which import said so last'
    `);
    await runner.query(`
      CREATE TABLE status_run (
        store_key  integer NOT NULL,
        started_at timestamptz NOT NULL CHECK (isfinite(started_at)),
        ended_at   timestamptz NOT NULL,
        active     boolean NOT NULL,
        PRIMARY KEY (store_key, started_at),
        CHECK (started_at < ended_at)
      )
    `);
    await runner.query(`
      COMMENT ON TABLE status_run IS 'A maximal stretch of consecutive observations of one store with one status';
      COMMENT ON COLUMN status_run.ended_at IS 'When the next run starts; infinity for a store''s latest run'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE status_run, observation');
  }
}
