import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

/**
 * Divides stores, and all that belongs to them, into 64 buckets by a hash of their ids (docs/adr/0016). Stores get new keys,
 * which tell their bucket: a number times 64, plus the bucket. The bucket fills a gap in an observation's row and in the
 * entries of its index, so neither grows.
 *
 * Tables are written anew, which takes as much disk space again until the end.
 */
export class Buckets implements MigrationInterface {
  readonly name = 'buckets-0000000000017';

  async up(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    await runner.query(`
      CREATE TABLE store (
        last_observed_at timestamptz CONSTRAINT store_last_observed_at_check CHECK (isfinite(last_observed_at)),
        store_key        integer NOT NULL,
        bucket           smallint NOT NULL,
        store_id         text COLLATE "C" NOT NULL CONSTRAINT store_store_id_check CHECK (length(store_id) BETWEEN 1 AND 128),
        timezone         text CONSTRAINT store_timezone_check CHECK (length(timezone) BETWEEN 1 AND 64),
        CONSTRAINT store_check CHECK (store_key % 64 = bucket)
      ) WITH (fillfactor = 50);
      CREATE SEQUENCE store_number AS integer MAXVALUE 33554431 OWNED BY store.store_key;
      COMMENT ON SEQUENCE store_number IS 'Times 64, plus the bucket: the key of the next store';
      COMMENT ON COLUMN store.bucket IS 'Hash of store_id, from 0 to 63';
      COMMENT ON COLUMN store.timezone IS 'IANA name; null: the default time zone of the report or request';
      COMMENT ON COLUMN store.last_observed_at IS 'Instant of the latest observation of this store; null: never observed'
    `);
    await runner.query(`
      INSERT INTO store (last_observed_at, store_key, bucket, store_id, timezone)
      SELECT last_observed_at, nextval('store_number') * 64 + bucket, bucket, store_id, timezone
      FROM (
        SELECT *, get_byte(sha256(convert_to(store_id, 'UTF8')), 0) % 64 AS bucket FROM old_store ORDER BY store_key
      ) ordered;
      CREATE TEMPORARY TABLE renumbered ON COMMIT DROP AS
      SELECT old_store.store_key AS old_key, store.store_key, store.bucket FROM store JOIN old_store USING (store_id);
      ANALYZE renumbered;
      ALTER TABLE store
        ADD CONSTRAINT store_pkey PRIMARY KEY (store_key, bucket),
        ADD CONSTRAINT store_store_id_bucket_key UNIQUE (store_id, bucket)
    `);
    await runner.query(`
      CREATE TABLE business_hours (
        opens       time     NOT NULL,
        closes      time     NOT NULL,
        store_key   integer  NOT NULL,
        bucket      smallint NOT NULL,
        day_of_week smallint NOT NULL CONSTRAINT business_hours_day_of_week_check CHECK (day_of_week BETWEEN 0 AND 6)
      );
      COMMENT ON COLUMN business_hours.day_of_week IS '0 = Monday … 6 = Sunday';
      INSERT INTO business_hours (opens, closes, store_key, bucket, day_of_week)
      SELECT opens, closes, renumbered.store_key, bucket, day_of_week
      FROM old_business_hours hours JOIN renumbered ON old_key = hours.store_key
      ORDER BY renumbered.store_key, day_of_week, opens, closes;
      ALTER TABLE business_hours
        ADD CONSTRAINT business_hours_pkey PRIMARY KEY (store_key, bucket, day_of_week, opens, closes),
        ADD CONSTRAINT business_hours_store_key_fkey FOREIGN KEY (store_key, bucket) REFERENCES store (store_key, bucket)
    `);
    await runner.query(`
      CREATE TABLE status_run (
        started_at timestamptz NOT NULL CONSTRAINT status_run_started_at_check CHECK (isfinite(started_at)),
        ended_at   timestamptz NOT NULL,
        store_key  integer NOT NULL,
        bucket     smallint NOT NULL,
        active     boolean NOT NULL,
        CONSTRAINT status_run_check CHECK (started_at < ended_at)
      );
      COMMENT ON TABLE status_run IS 'A maximal stretch of consecutive observations of one store with one status';
      COMMENT ON COLUMN status_run.ended_at IS 'When the next run starts; infinity for a store''s latest run';
      INSERT INTO status_run (started_at, ended_at, store_key, bucket, active)
      SELECT started_at, ended_at, renumbered.store_key, bucket, active
      FROM old_status_run run JOIN renumbered ON old_key = run.store_key
      ORDER BY renumbered.store_key, started_at;
      ALTER TABLE status_run ADD CONSTRAINT status_run_pkey PRIMARY KEY (store_key, bucket, started_at);
      CREATE INDEX status_run_outages ON status_run (started_at, store_key) WHERE NOT active;
      CREATE INDEX status_run_ongoing_outages ON status_run (started_at, store_key)
      WHERE NOT active AND ended_at = 'infinity'
    `);
    await runner.query(`
      CREATE TABLE observation (
        observed_at timestamptz NOT NULL CONSTRAINT observation_observed_at_check CHECK (isfinite(observed_at)),
        store_key   integer NOT NULL,
        import_key  integer NOT NULL,
        bucket      smallint NOT NULL,
        active      boolean NOT NULL
      ) PARTITION BY RANGE (observed_at);
      COMMENT ON TABLE observation IS 'Status of a store at an instant, and the import that last wrote it'
    `);
    await runner.query(createPartition(LOOK_AGAIN));
    for (const partition of await partitionsOf(runner, `${OLD}observation`)) {
      await runner.query(`
        SELECT create_observation_partition(observation_partition_end('${partition.slice(OLD.length)}') - interval '1 microsecond');
        INSERT INTO observation (observed_at, store_key, import_key, bucket, active)
        SELECT observed_at, renumbered.store_key, import_key, bucket, active
        FROM ${partition} old JOIN renumbered ON old_key = old.store_key
        ORDER BY renumbered.store_key, observed_at
      `);
    }
    await runner.query(`
      ALTER TABLE observation ADD CONSTRAINT observation_pkey PRIMARY KEY (store_key, bucket, observed_at)
    `);
    await runner.query('DROP TABLE old_business_hours, old_status_run, old_observation, old_store');
  }

  async down(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    await runner.query(`
      CREATE TABLE store (
        store_key        integer GENERATED ALWAYS AS IDENTITY,
        store_id         text COLLATE "C" NOT NULL CONSTRAINT store_store_id_check CHECK (length(store_id) BETWEEN 1 AND 128),
        timezone         text CONSTRAINT store_timezone_check CHECK (length(timezone) BETWEEN 1 AND 64),
        last_observed_at timestamptz CONSTRAINT store_last_observed_at_check CHECK (isfinite(last_observed_at))
      ) WITH (fillfactor = 50);
      COMMENT ON COLUMN store.timezone IS 'IANA name; null: the default time zone of the report or request';
      COMMENT ON COLUMN store.last_observed_at IS 'Instant of the latest observation of this store; null: never observed';
      INSERT INTO store (store_key, store_id, timezone, last_observed_at) OVERRIDING SYSTEM VALUE
      SELECT store_key, store_id, timezone, last_observed_at FROM old_store ORDER BY store_key;
      SELECT setval(pg_get_serial_sequence('store', 'store_key'), coalesce((SELECT max(store_key) FROM store), 0) + 1, false);
      ALTER TABLE store
        ADD CONSTRAINT store_pkey PRIMARY KEY (store_key),
        ADD CONSTRAINT store_store_id_key UNIQUE (store_id)
    `);
    await runner.query(`
      CREATE TABLE business_hours (
        store_key   integer  NOT NULL,
        day_of_week smallint NOT NULL CONSTRAINT business_hours_day_of_week_check CHECK (day_of_week BETWEEN 0 AND 6),
        opens       time     NOT NULL,
        closes      time     NOT NULL
      );
      COMMENT ON COLUMN business_hours.day_of_week IS '0 = Monday … 6 = Sunday';
      INSERT INTO business_hours (store_key, day_of_week, opens, closes)
      SELECT store_key, day_of_week, opens, closes FROM old_business_hours ORDER BY store_key, day_of_week, opens, closes;
      ALTER TABLE business_hours
        ADD CONSTRAINT business_hours_pkey PRIMARY KEY (store_key, day_of_week, opens, closes),
        ADD CONSTRAINT business_hours_store_key_fkey FOREIGN KEY (store_key) REFERENCES store
    `);
    await runner.query(`
      CREATE TABLE status_run (
        store_key  integer NOT NULL,
        started_at timestamptz NOT NULL CONSTRAINT status_run_started_at_check CHECK (isfinite(started_at)),
        ended_at   timestamptz NOT NULL,
        active     boolean NOT NULL,
        CONSTRAINT status_run_check CHECK (started_at < ended_at)
      );
      COMMENT ON TABLE status_run IS 'A maximal stretch of consecutive observations of one store with one status';
      COMMENT ON COLUMN status_run.ended_at IS 'When the next run starts; infinity for a store''s latest run';
      INSERT INTO status_run (store_key, started_at, ended_at, active)
      SELECT store_key, started_at, ended_at, active FROM old_status_run ORDER BY store_key, started_at;
      ALTER TABLE status_run ADD CONSTRAINT status_run_pkey PRIMARY KEY (store_key, started_at);
      CREATE INDEX status_run_outages ON status_run (started_at, store_key) WHERE NOT active;
      CREATE INDEX status_run_ongoing_outages ON status_run (started_at, store_key)
      WHERE NOT active AND ended_at = 'infinity'
    `);
    await runner.query(`
      CREATE TABLE observation (
        observed_at timestamptz NOT NULL CONSTRAINT observation_observed_at_check CHECK (isfinite(observed_at)),
        store_key   integer NOT NULL,
        import_key  integer NOT NULL,
        active      boolean NOT NULL
      ) PARTITION BY RANGE (observed_at);
      COMMENT ON TABLE observation IS 'Status of a store at an instant, and the import that last wrote it'
    `);
    await runner.query(createPartition(''));
    for (const partition of await partitionsOf(runner, `${OLD}observation`)) {
      await runner.query(`
        SELECT create_observation_partition(observation_partition_end('${partition.slice(OLD.length)}') - interval '1 microsecond');
        INSERT INTO observation (observed_at, store_key, import_key, active)
        SELECT observed_at, store_key, import_key, active FROM ${partition} ORDER BY store_key, observed_at
      `);
    }
    await runner.query('ALTER TABLE observation ADD CONSTRAINT observation_pkey PRIMARY KEY (store_key, observed_at)');
    await runner.query('DROP TABLE old_business_hours, old_status_run, old_observation, old_store');
  }
}

const TABLES = ['store', 'business_hours', 'status_run', 'observation'];
const OLD = 'old_';

/** Makes room for new tables, whose indexes and constraints need the names of those of the old ones. */
async function setAside(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE business_hours DROP CONSTRAINT business_hours_store_key_fkey, DROP CONSTRAINT business_hours_pkey;
    ALTER TABLE store DROP CONSTRAINT store_pkey, ALTER store_key DROP IDENTITY IF EXISTS;
    ALTER TABLE status_run DROP CONSTRAINT status_run_pkey;
    DROP INDEX status_run_outages, status_run_ongoing_outages;
    ALTER TABLE observation DROP CONSTRAINT observation_pkey
  `);
  for (const table of TABLES) {
    const columns = await names(
      runner,
      `SELECT attname AS name FROM pg_attribute
       WHERE attrelid = '${table}'::regclass AND attnum > 0 AND attnotnull AND NOT attisdropped`,
    );
    for (const column of columns) await runner.query(`ALTER TABLE ${table} ALTER ${column} DROP NOT NULL`);
    await runner.query(`ALTER TABLE ${table} RENAME TO ${OLD}${table}`);
  }
  for (const partition of await partitionsOf(runner, `${OLD}observation`)) {
    await runner.query(`ALTER TABLE ${partition} RENAME TO ${OLD}${partition}`);
  }
}

async function partitionsOf(runner: QueryRunner, table: string): Promise<string[]> {
  return names(
    runner,
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = '${table}'::regclass ORDER BY relname`,
  );
}

async function names(runner: QueryRunner, query: string): Promise<string[]> {
  const found: unknown = await runner.query(query);
  return z
    .array(z.object({ name: z.string() }))
    .parse(found)
    .map(({ name }) => name);
}

/** @param again what follows if the partition was not found at first */
function createPartition(again: string): string {
  return `
    CREATE OR REPLACE FUNCTION create_observation_partition(instant timestamptz) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      first_monday CONSTANT timestamptz := '2000-01-03 00:00:00Z';
      monday timestamptz := date_bin('7 days', instant, first_monday);
      is_early CONSTANT boolean := instant < first_monday;
      partition text := 'observation_' ||
        CASE WHEN is_early THEN 'before_2000' ELSE to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD') END;
    BEGIN
      IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;${again}
      EXECUTE format('CREATE TABLE %I (LIKE observation INCLUDING CONSTRAINTS)', partition);
      EXECUTE format(
        'ALTER TABLE observation ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%L)',
        partition,
        CASE WHEN is_early THEN 'MINVALUE' ELSE quote_literal(monday) END,
        CASE WHEN is_early THEN first_monday ELSE monday + interval '7 days' END);
    END $$`;
}

/**
 * Of two writers that need the same week, the second one waits and looks again. An advisory lock would not do: only the lock
 * of a table brings what a session knows of tables up to date.
 */
const LOOK_AGAIN = `
      LOCK TABLE observation IN SHARE UPDATE EXCLUSIVE MODE;
      IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;`;
