import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Observations by the week, so that old ones can be dropped a whole table at a time. */
export class ObservationPartitions implements MigrationInterface {
  readonly name = 'observation-partitions-0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE observation RENAME TO observation_whole;
      ALTER INDEX observation_pkey RENAME TO observation_whole_pkey
    `);
    await runner.query(`
      CREATE TABLE observation (
        observed_at timestamptz NOT NULL CHECK (isfinite(observed_at)),
        store_key   integer NOT NULL,
        import_key  integer NOT NULL,
        active      boolean NOT NULL,
        PRIMARY KEY (store_key, observed_at)
      ) PARTITION BY RANGE (observed_at)
    `);
    await runner.query(`
      COMMENT ON TABLE observation IS 'At one instant one store was active or inactive, and which import said so last'
    `);
    // To attach a table that stands by itself locks out nobody who reads; PARTITION OF would.
    await runner.query(`
      CREATE FUNCTION create_observation_partition(instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        first_monday CONSTANT timestamptz := '2000-01-03 00:00:00Z';
        monday timestamptz := date_bin('7 days', instant, first_monday);
        is_early CONSTANT boolean := instant < first_monday;
        partition text := 'observation_' ||
          CASE WHEN is_early THEN 'before_2000' ELSE to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD') END;
      BEGIN
        IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I (LIKE observation INCLUDING CONSTRAINTS)', partition);
        EXECUTE format(
          'ALTER TABLE observation ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%L)',
          partition,
          CASE WHEN is_early THEN 'MINVALUE' ELSE quote_literal(monday) END,
          CASE WHEN is_early THEN first_monday ELSE monday + interval '7 days' END);
      END $$
    `);
    await runner.query(`
      COMMENT ON FUNCTION create_observation_partition IS
        'Creates the partition that holds an instant, unless it is there: a week from Monday 00:00 UTC, or all that is before 2000'
    `);
    await runner.query(`
      CREATE FUNCTION observation_partition_end(partition name) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
          WHEN partition = 'observation_before_2000' THEN '2000-01-03 00:00:00Z'::timestamptz
          ELSE (to_date(right(partition, 8), 'YYYYMMDD') + 7)::timestamp AT TIME ZONE 'UTC'
        END
      $$
    `);
    await runner.query(`
      SELECT create_observation_partition(week)
      FROM (SELECT DISTINCT date_bin('7 days', observed_at, '2000-01-03 00:00:00Z') AS week FROM observation_whole) weeks
    `);
    await runner.query(`
      INSERT INTO observation (observed_at, store_key, import_key, active)
      SELECT observed_at, store_key, import_key, active FROM observation_whole ORDER BY store_key, observed_at
    `);
    await runner.query('DROP TABLE observation_whole');
    await runner.query(`
      CREATE TABLE observation_retention (
        only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        kept_from timestamptz NOT NULL DEFAULT '-infinity'
      )
    `);
    await runner.query('INSERT INTO observation_retention DEFAULT VALUES');
    await runner.query(`
      COMMENT ON COLUMN observation_retention.kept_from IS
        'Observations before this instant were dropped, and none are taken any more; their status runs are kept'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE observation RENAME TO observation_by_week');
    await runner.query('ALTER INDEX observation_pkey RENAME TO observation_by_week_pkey');
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
      INSERT INTO observation SELECT * FROM observation_by_week ORDER BY store_key, observed_at
    `);
    await runner.query(`
      COMMENT ON TABLE observation IS 'At one instant one store was active or inactive, and which import said so last'
    `);
    await runner.query('DROP TABLE observation_by_week, observation_retention');
    await runner.query('DROP FUNCTION create_observation_partition, observation_partition_end');
  }
}
