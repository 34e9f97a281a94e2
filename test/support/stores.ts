import type { Micros } from '../../src/calculator/instants';
import type { BusinessHours } from '../../src/calculator/schedule/schedule';
import type { Database } from '../../src/platform/database/database';
import { bucketOfId } from '../../src/stores/buckets/buckets';
import { folded, searchedText } from '../../src/stores/finding/searched-text';
import { weeklyRows } from '../../src/stores/schedules/schedule-text';

/** A store as a test wants it in the database. */
export interface TestStore {
  readonly id: string;
  /** From the beginning of time on. */
  readonly timezone?: string;
  /** From the beginning of time on; left out or empty: none are known. */
  readonly hours?: readonly BusinessHours[];
  readonly name?: string;
  /** Values by attribute, whose name is in small letters. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** In place of these two, by date and as it is stored: see `schedule`. */
  readonly schedule?: TestSchedule;
  /** Its status runs, each of which ends where the next one starts. */
  readonly runs?: readonly { readonly startedAt: Micros; readonly active: boolean }[];
  /** Left out: when its last run starts. */
  readonly lastObservedAt?: Micros;
}

/** The values of a row of `schedule`, each by date. */
export interface TestSchedule {
  readonly timezones?: Readonly<Record<string, string>>;
  readonly hours?: Readonly<Record<string, string>>;
  readonly special_hours?: Readonly<Record<string, string>>;
  readonly archived?: Readonly<Record<string, string>>;
}

/**
 * Adds stores to an empty database, with keys in the order of the list, and returns these. Their schedules and runs are stored shuffled, so
 * that no statement gets them in order by chance.
 */
export async function addStores(database: Database, stores: readonly TestStore[]): Promise<number[]> {
  const { pool } = database;
  const added = await pool.query<{ store_key: number }>(
    `${insertStores(`
      SELECT store_id, ${instant('observed')} AS last_observed_at
      FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS added (store_id, observed, place)
      ORDER BY place`)} RETURNING store_key`,
    [stores.map(({ id }) => id), stores.map(({ lastObservedAt, runs }) => lastObservedAt ?? runs?.at(-1)?.startedAt)],
  );
  await addAttributes(database, stores);
  await addSchedules(
    database,
    stores.map((store) => ({ id: store.id, schedule: store.schedule ?? scheduleOf(store) })),
  );
  const starts = stores.flatMap(({ id, runs = [] }) => runs.map((run) => ({ id, ...run })));
  await pool.query(
    `INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
     SELECT bucket, store_key, started_at, lead(started_at, 1, 'infinity') OVER (PARTITION BY store_key ORDER BY started_at), active
     FROM (
       SELECT bucket, store_key, ${instant('started')} AS started_at, active
       FROM unnest($1::text[], $2::bigint[], $3::boolean[]) AS added (store_id, started, active) JOIN store USING (store_id)
     ) runs
     ORDER BY md5(runs::text)`,
    [starts.map(({ id }) => id), starts.map(({ startedAt }) => startedAt), starts.map(({ active }) => active)],
  );
  return added.rows.map(({ store_key: key }) => key);
}

/** Adds what stores are found by, and the attributes of those that have any. */
async function addAttributes({ pool }: Database, stores: readonly TestStore[]): Promise<void> {
  await pool.query(
    `INSERT INTO store_search (bucket, store_id, searched)
     SELECT bucket, store_id, ${searchedText('store_id', 'name')}
     FROM unnest($1::text[], $2::text[]) AS added (store_id, name) JOIN store USING (store_id)
     ORDER BY md5(added::text)`,
    [stores.map(({ id }) => id), stores.map(({ name }) => folded(name ?? ''))],
  );
  const described = stores.filter(({ name, attributes }) => name !== undefined || attributes);
  const names = described.flatMap(({ attributes = {} }) => Object.keys(attributes));
  await pool.query(
    'INSERT INTO attribute (attribute_key, name) SELECT DISTINCT name, name FROM unnest($1::text[]) AS added (name) ON CONFLICT DO NOTHING',
    [names],
  );
  await pool.query(
    `INSERT INTO store_attributes (bucket, store_id, attributes)
     SELECT bucket, store_id, attributes
     FROM unnest($1::text[], $2::jsonb[]) AS added (store_id, attributes) JOIN store USING (store_id)
     ORDER BY md5(added::text)`,
    [described.map(({ id }) => id), described.map(({ name, attributes }) => ({ ...attributes, name }))],
  );
}

/** Adds the schedules of stores, which need not exist. */
export async function addSchedules(
  { pool }: Database,
  stores: readonly { readonly id: string; readonly schedule: TestSchedule }[],
): Promise<void> {
  await pool.query(
    `INSERT INTO schedule (bucket, store_id, timezones, hours, special_hours, archived)
     SELECT ${bucketOfId('store_id')}, store_id, timezones, hours, special_hours, archived
     FROM unnest($1::text[], $2::jsonb[], $3::jsonb[], $4::jsonb[], $5::jsonb[])
          AS added (store_id, timezones, hours, special_hours, archived)
     ORDER BY md5(added::text)`,
    [
      stores.map(({ id }) => id),
      stores.map(({ schedule }) => schedule.timezones ?? {}),
      stores.map(({ schedule }) => schedule.hours ?? {}),
      stores.map(({ schedule }) => schedule.special_hours ?? {}),
      stores.map(({ schedule }) => schedule.archived ?? {}),
    ],
  );
}

function scheduleOf({ timezone, hours = [] }: TestStore): TestSchedule {
  return {
    timezones: timezone === undefined ? {} : { '': timezone },
    hours: hours.length === 0 ? {} : { '': [...new Set(weeklyRows(hours))].sort().join(',') },
  };
}

/** What was observed of a store, in time order. */
export type Observed = readonly { readonly at: Micros; readonly active: boolean }[];

/** The status runs that observations begin. */
export function runsOf(observed: Observed) {
  const changes = observed.filter(({ active }, index) => observed[index - 1]?.active !== active);
  return changes.map(({ at, active }) => ({ startedAt: at, active }));
}

/** Adds the observations of stores that exist, but not the runs that they begin. */
export async function addObservations(
  { pool }: Database,
  stores: readonly { readonly id: string; readonly observed: Observed }[],
): Promise<void> {
  const observed = stores.flatMap((store) => store.observed.map((each) => ({ id: store.id, ...each })));
  const instants = observed.map(({ at }) => at);
  await pool.query(
    `SELECT create_observation_partition(observed_at)
     FROM (SELECT DISTINCT ${instant('observed')} AS observed_at FROM unnest($1::bigint[]) AS added (observed)) added`,
    [instants],
  );
  await pool.query(
    `INSERT INTO observation (bucket, store_key, observed_at, import_key, active)
     SELECT bucket, store_key, ${instant('observed')}, 1, active
     FROM unnest($1::text[], $2::bigint[], $3::boolean[]) AS added (store_id, observed, active) JOIN store USING (store_id)
     ORDER BY md5(added::text)`,
    [observed.map(({ id }) => id), instants, observed.map(({ active }) => active)],
  );
}

/** Adds closures of a store, or of all: `*`. */
export async function addClosures(
  { pool }: Database,
  closures: readonly {
    readonly storeId: string;
    readonly from: Micros;
    readonly to: Micros;
    readonly isRevoked?: boolean;
  }[],
): Promise<void> {
  await pool.query(
    `INSERT INTO closure (closure_id, store_id, starts_at, ends_at, reason, declared_at, declared_by, import_id, revoked_at, revoked_by)
     SELECT gen_random_uuid(), store_id, ${instant('since')}, ${instant('until')}, '', now(), 'anonymous', gen_random_uuid(),
            CASE WHEN is_revoked THEN now() END, CASE WHEN is_revoked THEN 'anonymous' END
     FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::boolean[]) AS added (store_id, since, until, is_revoked)
     ORDER BY md5(added::text)`,
    [
      closures.map(({ storeId }) => storeId),
      closures.map(({ from }) => from),
      closures.map(({ to }) => to),
      closures.map(({ isRevoked = false }) => isRevoked),
    ],
  );
}

/**
 * SQL: inserts stores, with keys in the order of the rows.
 * @param rows SQL of a relation `(store_id, last_observed_at)`
 */
export function insertStores(rows: string): string {
  return `
    INSERT INTO store (bucket, store_key, store_id, last_observed_at)
    SELECT bucket, nextval('store_number') * 64 + bucket, store_id, last_observed_at
    FROM (SELECT *, ${bucketOfId('store_id')} AS bucket FROM (${rows}) given) given`;
}

/** SQL: inserts stores about which nothing else is known. */
export function insertIds(...storeIds: string[]): string {
  const ids = storeIds.map((id) => `('${id}')`);
  return insertStores(
    `SELECT store_id, NULL::timestamptz AS last_observed_at FROM (VALUES ${ids.join(', ')}) ids (store_id)`,
  );
}

/** Removes all stores with what belongs to them; the next keys begin with number 1 again. */
export async function removeStores({ pool }: Database): Promise<void> {
  await pool.query(
    'TRUNCATE store, store_attributes, store_search, attribute, schedule, schedule_change, closure, status_run, observation RESTART IDENTITY CASCADE',
  );
}

function instant(micros: string): string {
  return `'epoch'::timestamptz + ${micros} * interval '1 microsecond'`;
}
