import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import type { DataSet } from '../src/cli/data-set/data-set';
import { count, size, table } from '../src/cli/screen/format';
import type { Service } from '../test/support/service';
import { insertStores } from '../test/support/stores';
import {
  inWords,
  machine,
  median,
  memoryOf,
  print,
  progress,
  runBench,
  timedReport,
  withDataDir,
  withPostgres,
  withService,
  withStores,
} from './support';

/**
 * How long groups, the fleet over time and incidents take, compared with a report of the same stores in the same run. With
 * `-- --stores 1000000` the stores are made in the database, with status runs but no observations, and no reports are measured.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 5;
const ROUNDS_OF_MADE = 1;
const REGIONS = `(ARRAY['West','East','North','South'])[store_key % 4 + 1]`;

type Timed = (name: string, round: number, work: () => Promise<unknown>) => Promise<void>;

async function main(): Promise<boolean> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { stores: { type: 'string' } } });
  if (values.stores === undefined) return withStores(DATA_SET, (service) => measure(service, DATA_SET, ROUNDS));
  const stores = Number(values.stores);
  return withDataDir((dataDir) =>
    withService(dataDir, { REPORT_WORKERS: '0' }, async (service) => {
      await withPostgres(dataDir, (client) => makeStores(client, stores));
      return measure(service, { ...DATA_SET, stores, pollsPerDay: 0 }, ROUNDS_OF_MADE);
    }),
  );
}

async function measure(service: Service, dataSet: DataSet, rounds: number): Promise<boolean> {
  await withPostgres(service.dataDir, (client) => nameStores(client));
  const times = new Map<string, number[]>();
  const timed: Timed = async (name, round, work) => {
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    progress(`${name}: ${ms.toFixed(0)} ms`);
    if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
  };
  for (let round = 0; round <= rounds; round++) {
    if (dataSet.pollsPerDay > 0) {
      await timed('report', round, () => timedReport(service));
      const { id } = await service.report();
      await timed('groups by region', round, () => read(service, `/reports/${id}/groups?by=region`));
    }
    // A minute more each time, so that it is computed.
    const range = `from=2024-10-06T00:0${round}:00Z&to=2024-10-13T00:0${round}:00Z`;
    await timed('week by the hour', round, () => read(service, `/fleet/timeline?${range}&step=1h`));
    await timed('week by the hour, by region', round, () => read(service, `/fleet/timeline?${range}&by=region`));
    await timed('week by the hour, kept', round, () => read(service, `/fleet/timeline?${range}&step=1h`));
    await timed('incidents of a week, by zone', round, () => read(service, `/incidents?${range}`));
    await timed('incidents of a week, by region', round, () => read(service, `/incidents?${range}&by=region`));
    await timed('incidents of a week, kept', round, () => read(service, `/incidents?${range}`));
    progress(`round ${round} of ${rounds}`);
  }
  const memory = await memoryOf(service.pid, 'VmHWM');
  const report = median(times.get('report') ?? [NaN]);
  const rows = [...times].map(([name, all]) => {
    const ratio = median(all) / report;
    return [name, `${median(all).toFixed(0)} ms`, ...(ratio >= 0 ? [`${ratio.toFixed(2)} of a report`] : [])];
  });
  const caption =
    dataSet.pollsPerDay > 0 ? inWords(dataSet, rounds, 1) : `${count(dataSet.stores)} stores made in the database`;
  print(['', caption, machine(), '', ...table(rows), '', `peak memory, HTTP process: ${size((memory ?? NaN) * 1e6)}`]);
  return true;
}

async function read(service: Service, path: string): Promise<void> {
  const answer = await service.get(path);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${text}`);
}

async function nameStores(client: Client): Promise<void> {
  await client.query(`
    INSERT INTO attribute (attribute_key, name) VALUES ('region', 'region');
    INSERT INTO store_attributes (bucket, store_id, attributes)
    SELECT bucket, store_id, jsonb_build_object('name', 'Store ' || store_key, 'region', ${REGIONS}) FROM store`);
  await client.query('VACUUM (ANALYZE) store_attributes');
}

/** Opening hours from 6:00 to 12:00 and closing hours from 18:00 to 23:45, each by the quarter of an hour. */
const WEEK = `(
  SELECT string_agg(day || ' ' || time '06:00' + store_key % 25 * interval '15 minutes' || ' '
    || time '18:00' + store_key / 25 % 24 * interval '15 minutes', ',' ORDER BY day)
  FROM generate_series(0, 6) AS day)`;
const ZONE = `(ARRAY['America/New_York','America/Chicago','America/Denver','America/Los_Angeles'])[store_key / 600 % 4 + 1]`;

/** When the inactive run of a store on a day begins, and how long it lasts: ten minutes to eight hours, mostly short. */
const DOWN = `timestamptz '2024-10-05 00:00Z' + day * interval '1 day' + (store_key::bigint * 7919 + day * 104729) % 57600 * interval '1 second'`;
const LENGTH = `power(48::float8, (store_key::bigint * 6151 + day * 32452843) % 1000 / 1000::float8) * interval '10 minutes'`;

/** Each store is down once on each of nine days. */
async function makeStores(client: Client, stores: number): Promise<void> {
  await client.query(
    insertStores(`
    SELECT gen_random_uuid()::text AS store_id, timestamptz '2024-10-13 23:00Z' AS last_observed_at
    FROM generate_series(1, ${stores})`),
  );
  progress('stores made');
  await client.query(`
    INSERT INTO schedule (bucket, store_id, timezones, hours, special_hours, archived)
    SELECT bucket, store_id, jsonb_build_object('', ${ZONE}), jsonb_build_object('', ${WEEK}), '{}', '{}' FROM store`);
  progress('schedules made');
  await client.query(`
    INSERT INTO status_run (bucket, store_key, started_at, ended_at, active)
    SELECT bucket, store_key, started_at, ended_at, active
    FROM store CROSS JOIN generate_series(0, 8) AS day
    CROSS JOIN LATERAL (SELECT ${DOWN} AS down, ${DOWN} + ${LENGTH} AS up) times
    CROSS JOIN LATERAL (VALUES
      (down, up, false),
      (up, CASE WHEN day = 8 THEN 'infinity' ELSE ${DOWN.replaceAll('day', '(day + 1)')} END, true)
    ) AS runs (started_at, ended_at, active)
    ORDER BY bucket, store_key, started_at`);
  progress('status runs made');
  await client.query('VACUUM (ANALYZE)');
}

runBench('bench:fleet', main);
