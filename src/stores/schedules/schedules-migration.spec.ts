import { TestDatabase } from '../../../test/support/postgres';
import { DAY, HOUR, MINUTE, SECOND } from '../../calculator/instants';
import { migrate, revertLatestMigration } from '../../platform/database/migrate';
import { weeklyRows } from './schedule-text';

const MIGRATION = 'schedules-0000000000020';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

async function revert(): Promise<void> {
  for (let name; name !== MIGRATION;) {
    name = await revertLatestMigration(test.url);
    if (name === undefined) throw new Error(`there is no migration ${MIGRATION}`);
  }
}

const hours = async () =>
  (
    await test.query(
      `SELECT concat_ws(' ', store_id, day_of_week, opens, closes) AS line
       FROM business_hours JOIN store USING (store_key, bucket) ORDER BY store_id, day_of_week, opens`,
    )
  ).map(({ line }) => line);

const zones = async () => test.query('SELECT store_id, timezone FROM store ORDER BY store_id');
const schedules = async () =>
  test.query('SELECT store_id, bucket, timezones, hours, special_hours, archived FROM schedule ORDER BY store_id');

/** Of a report of before, and of any report since then. */
const REPORT = 'report_id, request_sha256, default_status, default_timezone, end_of_day_grace, status, finished_at';

const HOURS = [
  'both 0 09:00:00.5 17:00:00',
  'both 0 22:00:00 02:30:00',
  'both 6 00:00:00.000001 24:00:00',
  'hours 3 00:00:00 00:00:00',
];
const ZONES = [
  { store_id: 'both', timezone: 'America/New_York' },
  { store_id: 'hours', timezone: null },
  { store_id: 'none', timezone: null },
  { store_id: 'zone', timezone: 'Asia/Kathmandu' },
];
const EMPTY = { special_hours: {}, archived: {} };
const BOTH = weeklyRows([
  { dayOfWeek: 0, opens: 9 * HOUR + SECOND / 2, closes: 17 * HOUR },
  { dayOfWeek: 0, opens: 22 * HOUR, closes: 2 * HOUR + 30 * MINUTE },
  { dayOfWeek: 6, opens: 1, closes: DAY },
]).join(',');
const SCHEDULES = [
  { ...EMPTY, store_id: 'both', bucket: 1, timezones: { '': 'America/New_York' }, hours: { '': BOTH } },
  { ...EMPTY, store_id: 'hours', bucket: 2, timezones: {}, hours: { '': '3 00:00:00 00:00:00' } },
  { ...EMPTY, store_id: 'zone', bucket: 3, timezones: { '': 'Asia/Kathmandu' }, hours: {} },
];

it('zones and hours become versions from the beginning of time on, and come back from them', async () => {
  await revert();
  await test.query(`
    INSERT INTO store (store_key, bucket, store_id, timezone)
    VALUES (65, 1, 'both', 'America/New_York'), (66, 2, 'hours', NULL), (67, 3, 'zone', 'Asia/Kathmandu'), (68, 4, 'none', NULL)`);
  // Not in the order in which a version has them.
  await test.query(`
    INSERT INTO business_hours (store_key, bucket, day_of_week, opens, closes)
    VALUES (65, 1, 6, '00:00:00.000001', '24:00'), (66, 2, 3, '00:00', '00:00'),
           (65, 1, 0, '22:00', '02:30'), (65, 1, 0, '09:00:00.5', '17:00')`);
  await test.query(`
    INSERT INTO report (${REPORT}, as_of, csv_bytes, csv_sha256, uptime_share)
    VALUES ('00000000-0000-4000-8000-000000000001', '', 'active', 'UTC', false, 'Complete', now(), now(), 0, '', '{1,0.5,NULL}')`);
  const before = { hours: await hours(), zones: await zones() };
  expect(before).toEqual({ hours: HOURS, zones: ZONES });

  await migrate(test.url);
  expect(await schedules()).toEqual(SCHEDULES);
  expect(
    await test.query('SELECT windows, columns, closures, unknown_after, tz_release, uptime_share FROM report'),
  ).toEqual([
    {
      ...{ windows: ['last_hour', 'last_day', 'last_week'], columns: 'standard', closures: 'exclude' },
      ...{ unknown_after: null, tz_release: '', uptime_share: [1, 0.5, null] },
    },
  ]);

  await revert();
  expect({ hours: await hours(), zones: await zones() }).toEqual(before);
  await migrate(test.url);
  expect(await schedules()).toEqual(SCHEDULES);
});

it('what there was no place for before is left out when it is reverted, and the rest is kept', async () => {
  await test.query(`
    UPDATE schedule SET timezones = '{"": "UTC", "2024-10-07": "Asia/Tokyo"}',
                        hours = '{"": "0 09:00:00 17:00:00", "2024-10-07": "closed"}', special_hours = '{"2024-11-28": "closed"}'
    WHERE store_id = 'both';
    UPDATE schedule SET hours = '{"": "always_open"}' WHERE store_id = 'hours';
    UPDATE schedule SET timezones = '{"": "Europe/Paris"}', hours = '{"": "closed"}' WHERE store_id = 'zone';
    INSERT INTO schedule (store_id, bucket, special_hours) VALUES ('unnamed', 5, '{"2024-11-28": "closed"}')`);
  await test.query(`
    INSERT INTO import (import_id, kind, source)
    SELECT gen_random_uuid(), kind, 'csv' FROM unnest('{timezones,special-hours,closures}'::text[]) AS kind;
    INSERT INTO import_reject (import_key, line, reason, text)
    SELECT import_key, line, reason, '' FROM import,
      unnest('{invalid_date,invalid_closure,invalid_reason,column_count}'::text[]) WITH ORDINALITY AS rejects (reason, line)`);
  await test.query(`
    INSERT INTO report (${REPORT}, windows, columns, unknown_after, tz_release)
    SELECT gen_random_uuid(), '', status, 'UTC', false, 'Cancelled', now(), windows::text[], columns, unknown_after, '2024a'
    FROM (VALUES ('active', '{2024-10}', 'standard', NULL::bigint), ('unknown', '{last_hour,last_day,last_week}', 'standard', NULL),
                 ('active', '{last_hour,last_day,last_week}', 'all', NULL),
                 ('inactive', '{last_hour,last_day,last_week}', 'standard', 60000000)) AS made (status, windows, columns, unknown_after)`);
  const [{ store_key: key } = { store_key: undefined }] = await test.query(
    `SELECT store_key FROM store WHERE store_id = 'none'`,
  );

  await revert();
  expect(await hours()).toEqual(['both 0 09:00:00 17:00:00']);
  expect(await zones()).toEqual([
    { store_id: 'both', timezone: 'UTC' },
    { store_id: 'hours', timezone: null },
    { store_id: 'none', timezone: null },
    { store_id: 'zone', timezone: 'Europe/Paris' },
  ]);
  expect(await test.query(`SELECT store_key FROM store WHERE store_id = 'none'`)).toEqual([{ store_key: key }]);
  expect(await test.query('SELECT kind, reason FROM import JOIN import_reject USING (import_key)')).toEqual([
    { kind: 'timezones', reason: 'column_count' },
  ]);
  expect(await test.query('SELECT default_status FROM report ORDER BY 1')).toEqual([
    { default_status: 'active' },
    { default_status: 'inactive' },
  ]);
  await migrate(test.url);
  expect(await schedules()).toMatchObject([
    { store_id: 'both', timezones: { '': 'UTC' }, hours: { '': '0 09:00:00 17:00:00' } },
    { store_id: 'zone', timezones: { '': 'Europe/Paris' }, hours: {} },
  ]);
});
