import { Ingestion, STATUS } from '../../../test/support/modules/ingestion';
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
