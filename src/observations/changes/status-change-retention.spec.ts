import { Ingestion, STATUS } from '../../../test/support/modules/ingestion';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { StatusChangeRetention } from './status-change-retention';

const ingestion = Ingestion.forEachTest();

beforeEach(() => ingestion.query('TRUNCATE status_change, report CASCADE'));

/** Sweeps, and returns the stores whose changes of status are still on record. */
async function leftAfterSweep(): Promise<unknown[]> {
  await ingestion.app.get(StatusChangeRetention, { strict: false }).sweep();
  const left = await ingestion.query('SELECT store_id FROM status_change ORDER BY store_id');
  return left.map((row) => row.store_id);
}

/** Makes all imports so far older: they finished that many days ago. */
async function age(days: number): Promise<void> {
  await ingestion.query(`UPDATE import SET finished_at = now() - $1 * interval '1 day'`, [days]);
}

it('changes of status stay as long as their import is young, and no longer', async () => {
  await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\nb,active,2024-10-03 12:00:00\n`);
  await age(89.9);
  expect(await leftAfterSweep()).toEqual(['a', 'b']);
  await age(90.1);
  await ingestion.receive('store-status', `${STATUS}b,inactive,2024-10-03 13:00:00\n`);
  expect(await leftAfterSweep()).toEqual(['b']);
});

it('those that came after the data of a report stay as long as the report, whatever their age', async () => {
  const seen = await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\n`);
  await ingestion.receive('store-status', `${STATUS}b,active,2024-10-03 12:00:00\n`);
  await ingestion.query(
    `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, seen_write_no, tz_release)
     SELECT gen_random_uuid(), '', 'active', 'UTC', false, write_no + ahead, ''
     FROM import, unnest('{0,1,NULL}'::integer[]) ahead WHERE import_id = $1`,
    [seen.importId],
  );
  await age(5000);
  expect(await leftAfterSweep()).toEqual(['b']);
  await ingestion.query('DELETE FROM report');
  expect(await leftAfterSweep()).toEqual([]);
});

it('those of an import that is gone go', async () => {
  await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\n`);
  expect(await leftAfterSweep()).toEqual(['a']);
  await ingestion.query('DELETE FROM import');
  expect(await leftAfterSweep()).toEqual([]);
});

/** How many rows of `status_change`, and entries of its index, were read until now. */
async function readSoFar({ pool }: Database): Promise<number> {
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ read: number }>(
    `SELECT (seq_tup_read + pg_stat_user_tables.idx_tup_fetch + idx_tup_read)::integer AS read
     FROM pg_stat_user_tables JOIN pg_stat_user_indexes USING (relid)
     WHERE pg_stat_user_tables.relname = 'status_change'`,
  );
  return rows[0]?.read ?? NaN;
}

/** How many of them a sweep reads. */
async function readBySweep(): Promise<number> {
  const settings = ingestion.app.get<ServiceSettings>(SETTINGS, { strict: false });
  // With a single connection, the session that counted is the one asked to publish its counts.
  const database = await Database.connect(ingestion.url, 1, 'test');
  try {
    const before = await readSoFar(database);
    await new StatusChangeRetention(settings, database).sweep();
    return (await readSoFar(database)) - before;
  } finally {
    await database.close();
  }
}

it('those that stay are not read, whether they are young or a report needs them', async () => {
  for (const store of ['a', 'b', 'c']) {
    const { importKey } = await ingestion.receive('store-status', `${STATUS}${store},active,2024-10-03 12:00:00\n`);
    await ingestion.query(
      `INSERT INTO status_change
       SELECT import_key, store_id || n, changed_from, changed_to, was_unobserved
       FROM status_change, generate_series(1, 20000) n WHERE import_key = $1`,
      [importKey],
    );
  }
  await ingestion.query('VACUUM ANALYZE status_change');
  expect(await readBySweep()).toBeLessThan(100);
  await age(91);
  await ingestion.receive('store-status', `${STATUS}d,active,2024-10-03 12:00:00\n`);
  await ingestion.query(
    `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, seen_write_no, tz_release)
     SELECT gen_random_uuid(), '', 'active', 'UTC', false, min(write_no), '' FROM import`,
  );
  // Those of `a` are removed.
  expect(await readBySweep()).toBeGreaterThan(20_000);
  await ingestion.query('VACUUM ANALYZE status_change');
  expect(await readBySweep()).toBeLessThan(100);
  const left = await ingestion.query('SELECT count(*)::integer AS rows FROM status_change');
  expect(left).toEqual([{ rows: 40_003 }]);
});
