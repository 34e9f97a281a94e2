import type { Micros } from '../../src/calculator/instants';
import type { BusinessHours } from '../../src/calculator/open-intervals';
import { formatLocalTime } from '../../src/common/timestamp';
import { bucketOfId } from '../../src/stores/buckets/buckets';
import type { Database } from '../../src/platform/database/database';

/** A store as a test wants it in the database. */
export interface TestStore {
  readonly id: string;
  readonly timezone?: string;
  readonly hours?: readonly BusinessHours[];
  /** Its status runs, each of which ends where the next one starts. */
  readonly runs?: readonly { readonly startedAt: Micros; readonly active: boolean }[];
  /** Left out: when its last run starts. */
  readonly lastObservedAt?: Micros;
}

/**
 * Adds stores to an empty database, with keys in the order of the list, and returns these. Their hours and runs are stored shuffled, so that
 * no statement gets them in order by chance.
 */
export async function addStores({ pool }: Database, stores: readonly TestStore[]): Promise<number[]> {
  const added = await pool.query<{ store_key: number }>(
    `${insertStores(`
      SELECT store_id, timezone, ${instant('observed')} AS last_observed_at
      FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS added (store_id, timezone, observed, place)
      ORDER BY place`)} RETURNING store_key`,
    [
      stores.map(({ id }) => id),
      stores.map(({ timezone }) => timezone),
      stores.map(({ lastObservedAt, runs }) => lastObservedAt ?? runs?.at(-1)?.startedAt),
    ],
  );
  const hours = stores.flatMap(({ id, hours: rows = [] }) => rows.map((row) => ({ id, ...row })));
  await pool.query(
    `INSERT INTO business_hours (bucket, store_key, day_of_week, opens, closes)
     SELECT bucket, store_key, day_of_week, opens, closes
     FROM unnest($1::text[], $2::smallint[], $3::time[], $4::time[]) AS added (store_id, day_of_week, opens, closes)
     JOIN store USING (store_id)
     ORDER BY md5(added::text)`,
    [
      hours.map(({ id }) => id),
      hours.map(({ dayOfWeek }) => dayOfWeek),
      hours.map(({ opens }) => formatLocalTime(opens)),
      hours.map(({ closes }) => formatLocalTime(closes)),
    ],
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

/**
 * SQL: inserts stores, with keys in the order of the rows.
 * @param rows SQL of a relation `(store_id, timezone, last_observed_at)`
 */
export function insertStores(rows: string): string {
  return `
    INSERT INTO store (bucket, store_key, store_id, timezone, last_observed_at)
    SELECT bucket, nextval('store_number') * 64 + bucket, store_id, timezone, last_observed_at
    FROM (SELECT *, ${bucketOfId('store_id')} AS bucket FROM (${rows}) given) given`;
}

/** SQL: inserts stores about which nothing else is known. */
export function insertIds(...storeIds: string[]): string {
  const ids = storeIds.map((id) => `('${id}')`);
  return insertStores(
    `SELECT store_id, NULL AS timezone, NULL::timestamptz AS last_observed_at FROM (VALUES ${ids.join(', ')}) ids (store_id)`,
  );
}

/** Removes all stores with what belongs to them; the next keys begin with number 1 again. */
export async function removeStores({ pool }: Database): Promise<void> {
  await pool.query('TRUNCATE store, business_hours, status_run, observation RESTART IDENTITY CASCADE');
}

function instant(micros: string): string {
  return `'epoch'::timestamptz + ${micros} * interval '1 microsecond'`;
}
