import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Weeks of observations that are loaded as tables by themselves, and then attached (docs/adr/0011). */
export class LoadedWeeks implements MigrationInterface {
  readonly name = 'loaded-weeks-0000000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION observation_partition_name(instant timestamptz) RETURNS name LANGUAGE sql IMMUTABLE AS $$
        SELECT ('observation_' || CASE
          WHEN instant < '2000-01-03 00:00:00Z' THEN 'before_2000'
          ELSE to_char(date_bin('7 days', instant, '2000-01-03 00:00:00Z') AT TIME ZONE 'UTC', 'YYYYMMDD')
        END)::name
      $$;
      CREATE FUNCTION observation_partition_bounds(instant timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT format('FROM (%s) TO (%L)',
          CASE WHEN instant < '2000-01-03 00:00:00Z' THEN 'MINVALUE'
               ELSE quote_literal(date_bin('7 days', instant, '2000-01-03 00:00:00Z')) END,
          observation_partition_end(observation_partition_name(instant)))
      $$
    `);
    await runner.query(`
      CREATE OR REPLACE FUNCTION create_observation_partition(instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        partition CONSTANT name := observation_partition_name(instant);
      BEGIN
        IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
        LOCK TABLE observation IN SHARE UPDATE EXCLUSIVE MODE;
        IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I (LIKE observation INCLUDING CONSTRAINTS)', partition);
        EXECUTE format('ALTER TABLE observation ATTACH PARTITION %I FOR VALUES %s',
          partition, observation_partition_bounds(instant));
      END $$
    `);
    // A writer of other stores may have created the week meanwhile.
    await runner.query(`
      CREATE FUNCTION attach_observation_partition(loaded name, instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        partition CONSTANT name := observation_partition_name(instant);
      BEGIN
        LOCK TABLE observation IN SHARE UPDATE EXCLUSIVE MODE;
        IF to_regclass(partition) IS NOT NULL THEN
          EXECUTE format('INSERT INTO %I SELECT * FROM %I ORDER BY store_key, observed_at', partition, loaded);
          EXECUTE format('DROP TABLE %I', loaded);
          RETURN;
        END IF;
        EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', loaded, loaded || '_pkey', partition || '_pkey');
        EXECUTE format('ALTER TABLE %I RENAME TO %I', loaded, partition);
        EXECUTE format('ALTER TABLE observation ATTACH PARTITION %I FOR VALUES %s',
          partition, observation_partition_bounds(instant));
      END $$;
      COMMENT ON FUNCTION attach_observation_partition IS
        'Makes a table with the observations of one week, each of a store that has no others in it, the partition of the week'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION create_observation_partition(instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        first_monday CONSTANT timestamptz := '2000-01-03 00:00:00Z';
        monday timestamptz := date_bin('7 days', instant, first_monday);
        is_early CONSTANT boolean := instant < first_monday;
        partition text := 'observation_' ||
          CASE WHEN is_early THEN 'before_2000' ELSE to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD') END;
      BEGIN
        IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
        LOCK TABLE observation IN SHARE UPDATE EXCLUSIVE MODE;
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
      DROP FUNCTION attach_observation_partition, observation_partition_bounds, observation_partition_name
    `);
  }
}
