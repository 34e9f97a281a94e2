import { Client } from 'pg';
import { Database } from '../../../src/platform/database/database';
import { startEmbeddedPostgres } from '../../../src/platform/embedded/embedded-postgres';
import { ObservationBatch } from '../../../src/ingestion/observation-batch';
import { lockAllBuckets } from '../../../src/stores/buckets/bucket-locks';
import { HOSTILE, setForDatabase } from '../../support/database';
import type { Random } from '../../../src/common/random';
import { runCli } from '../../support/processes';
import { seededRandom } from '../../support/random';
import { naiveRow } from '../../property/naive/report';
import type { NaiveStore } from '../../property/naive/store';
import { REPORT_HEADER } from '../../support/reports/header';
import { json, newDataDir, removeDataDir, Service, text } from '../../support/service';

const EPOCH = Date.UTC(2024, 9, 1);
/** Within the observations. */
const AS_OF = '2024-10-08T12:30:00Z';
const IMPORTS = 60;
const AT_ONCE = 12;

interface Row {
  readonly store_id: string;
  readonly status: 'active' | 'inactive';
  readonly timestamp_utc: string;
}

/** The rows sent to an import, and the counts that it answered. */
interface Answered {
  readonly rows: readonly Row[];
  readonly accepted: unknown;
  readonly unchanged: unknown;
}

const services: Service[] = [];
let database: Database;
let dataDir: string;

beforeAll(async () => {
  dataDir = await newDataDir();
  const postgres = await startEmbeddedPostgres(dataDir);
  try {
    const owner = new Client(postgres.url);
    await owner.connect();
    await owner.query('CREATE SCHEMA monitor');
    await setForDatabase(owner, { ...HOSTILE, search_path: 'monitor' });
    await owner.end();
    services.push(await Service.start(dataDir, { REPORT_WORKERS: '0' }));
    services.push(await Service.start(dataDir, { REPORT_WORKERS: '1' }));
    database = await Database.connect(postgres.url, 4, 'third writer');
  } finally {
    await postgres.leave(() => Promise.resolve());
  }
});

afterAll(async () => {
  await database.close();
  for (const service of services) await service.stop();
  await removeDataDir(dataDir);
});

/** Few stores and instants, so that imports repeat and correct each other all the time. Some have many rows. */
function rowsOf(random: Random): Row[] {
  return Array.from({ length: random.integer(1, random.chance(0.2) ? 3000 : 60) }, () => ({
    store_id: `store-${random.integer(0, 15)}`,
    status: random.pick(['active', 'inactive']),
    timestamp_utc: new Date(EPOCH + random.integer(0, 200) * 3_600_000).toISOString(),
  }));
}

async function sendCsv(service: Service, rows: readonly Row[]): Promise<[string, Answered]> {
  const lines = rows.map(({ store_id, status, timestamp_utc }) => `${store_id},${status},${timestamp_utc}\n`);
  return toldBy(rows, await service.importCsv('store-status', `store_id,status,timestamp_utc\n${lines.join('')}`));
}

async function sendJson(service: Service, observations: readonly Row[]): Promise<[string, Answered]> {
  const body = JSON.stringify({ observations });
  return toldBy(observations, await service.post('/observations', body, { 'content-type': 'application/json' }));
}

async function toldBy(rows: readonly Row[], answer: Response): Promise<[string, Answered]> {
  const said = await json(answer);
  expect(said).toMatchObject({ status: 'Complete', rows_read: rows.length, rows_rejected: 0 });
  return [text(said, 'import_id'), { rows, accepted: said.rows_accepted, unchanged: said.rows_unchanged }];
}

/** Writes as the Kafka consumer does. */
async function writeBatch(rows: readonly Row[]): Promise<[string, Answered]> {
  const batch = new ObservationBatch({ latest: Date.now() * 1000, keptFrom: -Infinity });
  for (const [index, row] of rows.entries()) batch.take(row, index, 100, () => '');
  const importId = await database.transaction(async (client) => {
    await lockAllBuckets(client);
    return (await batch.write(client, { source: 'kafka' })) ?? '';
  });
  const counts = await database.pool.query<{ accepted: string; unchanged: string }>(
    'SELECT rows_accepted AS accepted, rows_unchanged AS unchanged FROM import WHERE import_id = $1',
    [importId],
  );
  const { accepted, unchanged } = counts.rows[0] ?? {};
  return [importId, { rows, accepted: Number(accepted), unchanged: Number(unchanged) }];
}

/** Names stores in a different order than the observations, which must not deadlock. */
async function sendSchedules(service: Service, random: Random): Promise<void> {
  const stores = Array.from({ length: 8 }, () => `store-${random.integer(0, 20)}`);
  const hours = stores.map((store) => `${store},${random.integer(0, 6)},09:00,17:00\n`).join('');
  const zones = stores.map((store) => `${store},${random.pick(['Asia/Tokyo', 'Europe/Paris'])}\n`).join('');
  const answers = await Promise.all([
    service.importCsv('business-hours', `store_id,day,start_time_local,end_time_local\n${hours}`),
    service.importCsv('timezones', `store_id,timezone_str\n${zones}`),
    service.put(`/stores/${random.pick(stores)}/timezone`, '{"timezone":"Australia/Lord_Howe"}'),
    service.put(
      `/stores/${random.pick(stores)}/business-hours`,
      `{"hours":[{"dayOfWeek":${random.integer(0, 6)},"opens":"22:00","closes":"02:30"}]}`,
    ),
  ]);
  for (const answer of answers) expect({ ok: answer.ok, ...(await json(answer)) }).toMatchObject({ ok: true });
}

/** The report that the observations and the stored zones and hours come to, by the naive implementation. */
async function naiveReport(observed: ReadonlyMap<string, string>, asOf: number): Promise<string> {
  const stores = await database.pool.query<{ store_id: string; timezone: string | null; hours: NaiveStore['hours'] }>(
    `SELECT store_id, timezones ->> '' AS timezone,
            (SELECT coalesce(json_agg(json_build_object('dayOfWeek', left(row, 1)::integer,
               'opens', extract(epoch FROM split_part(row, ' ', 2)::time) * 1000000,
               'closes', extract(epoch FROM split_part(row, ' ', 3)::time) * 1000000)), '[]')
             FROM regexp_split_to_table(hours ->> '', ',') AS row) AS hours
     FROM store LEFT JOIN schedule USING (store_id) ORDER BY store_id COLLATE "C"`,
  );
  const rows = stores.rows.map(({ store_id, timezone, hours }) => {
    const observations = [...observed].flatMap(([key, status]) => {
      const [storeId, at] = key.split(' ');
      return storeId === store_id ? [{ at: Number(at) * 1000, active: status === 'active' }] : [];
    });
    const store = { timezone: timezone ?? 'America/Chicago', hours, endOfDayGrace: false, observations };
    return naiveRow(store_id, store, asOf * 1000);
  });
  return `${REPORT_HEADER}${rows.map((row) => `${row}\n`).join('')}`;
}

it('concurrent writers have the same result as one after another, in the order in which they became visible, on a database whose settings are unlike ours', async () => {
  const random = seededRandom('concurrent imports');
  const answers = new Map<string, Answered>();
  const reports: string[] = [];
  for (let sent = 0; sent < IMPORTS; sent += AT_ONCE) {
    const sending = Array.from({ length: AT_ONCE }, async (_, index) => {
      const rows = rowsOf(random);
      const service = random.pick(services);
      if (index % 4 === 0) await sendSchedules(service, random);
      const send = random.pick([
        sendCsv,
        sendJson,
        (_service: Service, observed: readonly Row[]) => writeBatch(observed),
      ]);
      answers.set(...(await send(service, rows)));
    });
    reports.push(await random.pick(services).trigger({ as_of: AS_OF }));
    await Promise.all(sending);
  }

  const order = await database.pool.query<{ import_id: string }>(
    `SELECT import_id FROM import WHERE kind = 'store-status' ORDER BY write_no`,
  );
  expect(order.rowCount).toBe(IMPORTS);
  const stored = new Map<string, string>();
  for (const { import_id } of order.rows) {
    const { rows, ...counts } = answers.get(import_id) ?? { rows: [], accepted: undefined, unchanged: undefined };
    let accepted = 0;
    for (const { store_id, status, timestamp_utc } of rows) {
      const key = `${store_id} ${Date.parse(timestamp_utc)}`;
      if (stored.get(key) !== status) accepted++;
      stored.set(key, status);
    }
    expect({ import_id, ...counts }).toEqual({ import_id, accepted, unchanged: rows.length - accepted });
  }
  const observed = await database.pool.query<{ line: string }>(
    `SELECT concat_ws(' ', store_id, (extract(epoch FROM observed_at) * 1000)::bigint, CASE WHEN active THEN 'active' ELSE 'inactive' END) AS line
     FROM observation JOIN store USING (store_key)`,
  );
  expect(observed.rows.map(({ line }) => line).sort()).toEqual(
    [...stored].map(([key, status]) => `${key} ${status}`).sort(),
  );
  const expected = await naiveReport(stored, Date.parse(AS_OF));
  for (const { csv } of await Promise.all(services.map((service) => service.report({ as_of: AS_OF })))) {
    expect(csv).toBe(expected);
  }
  for (const id of reports) expect((await random.pick(services).outcome(id)).csv).toContain(REPORT_HEADER);
  expect(runCli('verify', [], { DATA_DIR: dataDir })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('; 0 stores'),
  });
});
