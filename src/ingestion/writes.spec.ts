import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PoolClient } from 'pg';
import { BUCKET_LOCKS, setForDatabase } from '../../test/support/database';
import { TestDatabase } from '../../test/support/postgres';
import { emptyDataDir, removeDataDir, until } from '../../test/support/service';
import { HOUR, type Micros } from '../calculator/instants';
import { codeOf } from '../common/error-code';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { fromMicros, toMicros } from '../platform/database/sql';
import { lockAllBuckets } from '../stores/buckets/bucket-locks';
import { changedStatuses, hasObserved, hasUnrecordedStatuses, lastWriteNo } from './data-changes';
import type { ImportKind } from './csv/columns';
import { ImportsService } from './imports/imports.service';
import { IngestionModule } from './ingestion.module';
import { PartitionWriter } from './kafka/batch/partition-writer';
import { ObservationBatch } from './observation-batch';
import { ObservationsService } from './observations.service';
import { SchedulesService } from './schedules.service';
import { WriteQueue } from './write-queue';
import { insertIds } from '../../test/support/stores';
import { ALL_BUCKETS } from '../stores/buckets/buckets';
import { ACT, SENT } from '../../test/support/access/act';

const NOON: Micros = Date.UTC(2024, 9, 7, 12) * 1000;
const OBSERVATION = { store_id: 'store', status: 'active', timestamp_utc: '2024-10-07 12:00:00 UTC' };
const OPENING = { dayOfWeek: 0, opens: 9 * HOUR, closes: 17 * HOUR };
const DAY_OFF = { from: NOON, to: NOON + HOUR, reason: '' };
const NO_LIMITS = { latest: Infinity, keptFrom: -Infinity };

let test: TestDatabase;
let dataDir: string;
let app: INestApplicationContext;

beforeAll(async () => {
  dataDir = await emptyDataDir();
  test = await TestDatabase.start();
  // Its snapshot would be taken before its locks are granted.
  await setForDatabase(test.database.pool, { default_transaction_isolation: 'repeatable read' });
  // A write that needs a second connection while it holds its locks would wait for itself.
  const connections = { DATABASE_URL: test.url, DATABASE_POOL: 1, REDIS_URL: '' };
  const settings = { ...readSettings({ DATA_DIR: dataDir }), ...connections };
  const ingestion = { module: IngestionModule, imports: [ConfigModule.with(settings)] };
  app = await NestFactory.createApplicationContext(ingestion, { logger: false });
});

afterAll(() => app.close());
afterAll(() => test.stop());
afterAll(() => removeDataDir(dataDir));

beforeEach(async () => {
  await test.query(
    'TRUNCATE store, schedule, schedule_change, closure, observation, status_run, import, kafka_partition CASCADE',
  );
  await test.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
});

async function* bodyOf(csv: string): AsyncGenerator<Buffer> {
  yield Promise.resolve(Buffer.from(csv));
}

async function importCsv(kind: ImportKind, csv: string): Promise<unknown> {
  return app.get(ImportsService).receive(kind, bodyOf(csv), String, ACT);
}

/** Writes as the Kafka consumer does, which gives up waiting for its locks from time to time. */
async function writePartition(): Promise<unknown> {
  const batch = new ObservationBatch(NO_LIMITS);
  batch.take(OBSERVATION, 0, 0, () => '');
  const delivery = { partition: 0, firstOffset: '0', nextOffset: '1', digestBefore: () => Buffer.from('message') };
  const writer = new PartitionWriter(app.get(Database), 'group', 'topic', () => Promise.resolve('-1'));
  for (;;) {
    try {
      return await writer.write(delivery, batch);
    } catch (error) {
      if (codeOf(error) !== '55P03') throw error;
    }
  }
}

type Writer = readonly [name: string, write: () => Promise<unknown>];

const { store_id, status, timestamp_utc } = OBSERVATION;

const OBSERVATION_WRITERS: readonly Writer[] = [
  [
    'a file of observations',
    () => importCsv('store-status', `store_id,status,timestamp_utc\n${store_id},${status},${timestamp_utc}\n`),
  ],
  ['POST /observations', () => app.get(ObservationsService).receive([OBSERVATION], Buffer.from(''), undefined, ACT)],
  ['a batch from Kafka', writePartition],
];

const SCHEDULE_WRITERS: readonly Writer[] = [
  [
    'a file of business hours',
    () => importCsv('business-hours', 'store_id,dayOfWeek,start_time_local,end_time_local\nstore,0,09:00,17:00\n'),
  ],
  ['a file of time zones', () => importCsv('timezones', 'store_id,timezone_str\nstore,UTC\n')],
  ['PUT business hours', () => app.get(SchedulesService).setHours('store', [OPENING], -Infinity, SENT)],
  ['PUT time zone', () => app.get(SchedulesService).setTimezone('store', 'UTC', -Infinity, SENT)],
];

/** What they write adds no store. */
const OTHER_WRITERS: readonly Writer[] = [
  [
    'a file of special hours',
    () => importCsv('special-hours', 'store_id,date,start_time_local,end_time_local\nstore,2024-10-07,,\n'),
  ],
  ['PUT special hours', () => app.get(SchedulesService).setSpecialHours('store', 20_003, [], SENT)],
  [
    'a file of closures',
    () => importCsv('closures', 'store_id,from,to,reason\nstore,2024-10-07 00:00,2024-10-08 00:00,\n'),
  ],
  ['POST /closures', () => app.get(SchedulesService).declareClosure({ ...DAY_OFF, storeId: 'store' }, SENT)],
  ['POST /closures for all', () => app.get(SchedulesService).declareClosure({ ...DAY_OFF, storeId: '*' }, SENT)],
];

const WEEKS = `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass`;

async function dropWeeks(): Promise<void> {
  for (const { name } of await test.query(WEEKS)) await test.query(`DROP TABLE ${String(name)}`);
}

async function storeCount(): Promise<number> {
  return Number((await test.query('SELECT count(*) AS stores FROM store'))[0]?.stores);
}

async function someoneWaits(): Promise<boolean> {
  return (await test.query('SELECT FROM pg_locks WHERE classid = $1 AND NOT granted', [BUCKET_LOCKS])).length > 0;
}

/** Starts a writer while another one has the turn, which then does `work`; returns the outcome of the writer. */
async function writeAfter(write: Writer[1], work: (holder: PoolClient) => Promise<void>) {
  const outcome = await test.database.transaction(async (holder) => {
    await lockAllBuckets(holder);
    const settled = { yet: false };
    const writing = Promise.allSettled([write()]).finally(() => (settled.yet = true));
    const hasWaited = await until(async () => ((await someoneWaits()) ? true : settled.yet ? false : undefined));
    expect({ hasWaited, stores: await storeCount() }).toEqual({ hasWaited: true, stores: 0 });
    await work(holder);
    return { writing };
  });
  return (await outcome.writing)[0];
}

describe('the lock of a bucket', () => {
  it.each([...OBSERVATION_WRITERS, ...SCHEDULE_WRITERS])('makes %s wait for its turn', async (_name, write) => {
    const outcome = await writeAfter(write, () => Promise.resolve());
    expect(outcome).toMatchObject({ status: 'fulfilled' });
    expect(await storeCount()).toBe(1);
  });

  it.each(OTHER_WRITERS)('makes %s wait for its turn, which adds no store', async (_name, write) => {
    const outcome = await writeAfter(write, () => Promise.resolve());
    expect(outcome).toMatchObject({ status: 'fulfilled' });
    expect(await test.query('SELECT FROM schedule_change')).toHaveLength(1);
    expect(await storeCount()).toBe(0);
  });

  it.each(OBSERVATION_WRITERS)('is waited for by %s with its week created already', async (_name, write) => {
    await dropWeeks();
    let weeks: Record<string, unknown>[] = [];
    await writeAfter(write, async () => {
      weeks = await test.query(WEEKS);
    });
    expect(weeks).toEqual([{ name: 'observation_20241007' }]);
  });

  it.each(OBSERVATION_WRITERS)(
    'lets %s see what was written while it waited, whatever isolation the database sets',
    async (_name, write) => {
      const another = new ObservationBatch(NO_LIMITS);
      another.take({ ...OBSERVATION, status: 'inactive' }, 0, 0, () => '');
      another.take({ ...OBSERVATION, timestamp_utc: '2024-10-07 13:00 UTC' }, 1, 0, () => '');
      const outcome = await writeAfter(write, async (holder) => {
        await another.write(holder, { source: 'kafka' });
      });
      expect(outcome).toMatchObject({ status: 'fulfilled' });
      expect(await test.query('SELECT active, started_at, ended_at::text FROM status_run')).toEqual([
        { active: true, started_at: new Date(NOON / 1000), ended_at: 'infinity' },
      ]);
    },
  );

  it.each(SCHEDULE_WRITERS)(
    'lets %s see the stores that were written while it waited, whatever isolation the database sets',
    async (_name, write) => {
      const outcome = await writeAfter(write, async (holder) => {
        await holder.query(insertIds('store'));
      });
      expect(outcome).toMatchObject({ status: 'fulfilled' });
      expect(await test.query('SELECT store_id FROM store')).toEqual([{ store_id: 'store' }]);
    },
  );

  it.each(OBSERVATION_WRITERS)(
    'does not let %s write what is older than the observations that are kept when its turn comes',
    async (_name, write) => {
      const keepFrom = (instant: Micros) => async (holder: PoolClient) => {
        await holder.query(`UPDATE observation_retention SET kept_from = ${fromMicros('$1::bigint')}`, [instant]);
      };
      expect(await writeAfter(write, keepFrom(NOON + 1))).toMatchObject({
        status: 'rejected',
        reason: { code: 'observations_dropped' },
      });
      expect(await storeCount()).toBe(0);
      expect(await test.query(`SELECT FROM import WHERE status = 'Complete'`)).toEqual([]);
      await test.query(`UPDATE observation_retention SET kept_from = '-infinity'`);
      expect(await writeAfter(write, keepFrom(NOON))).toMatchObject({ status: 'fulfilled' });
      expect(await storeCount()).toBe(1);
    },
  );

  it('is lost by a transaction that is idle for a minute, or whose machine does not answer for a minute', async () => {
    const limitsOf = async (client: PoolClient) => {
      const limits = await client.query<{ name: string; setting: string; unit: string | null }>(
        `SELECT name, setting, unit FROM pg_settings
         WHERE name = 'idle_in_transaction_session_timeout' OR name LIKE 'tcp_keepalives%' ORDER BY name`,
      );
      return limits.rows.map(({ name, setting, unit }) => `${name} ${setting} ${unit ?? ''}`.trim());
    };
    const client = await test.database.pool.connect();
    try {
      // An earlier transaction of this connection may have left its own.
      await client.query('RESET idle_in_transaction_session_timeout');
      const before = await limitsOf(client);
      await client.query('BEGIN');
      await lockAllBuckets(client);
      expect(await limitsOf(client)).toEqual([
        'idle_in_transaction_session_timeout 60000 ms',
        'tcp_keepalives_count 3',
        'tcp_keepalives_idle 30 s',
        'tcp_keepalives_interval 10 s',
      ]);
      await client.query('COMMIT');
      expect(await limitsOf(client)).toEqual(before);
    } finally {
      client.release(true);
    }
  });

  it('is free once its transaction has ended, however it ended', async () => {
    const failing = test.database.transaction(async (client) => {
      await lockAllBuckets(client);
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    await test.database.transaction(lockAllBuckets);
    expect(await test.query('SELECT FROM pg_locks WHERE classid = $1', [BUCKET_LOCKS])).toEqual([]);
  });
});

/** The counts and the range of the latest import. */
async function latestImport(): Promise<Record<string, unknown> | undefined> {
  const [latest] = await test.query(
    `SELECT kind, source, status, bytes_read::integer AS bytes, rows_read::integer AS read, rows_accepted::integer AS accepted,
            rows_unchanged::integer AS unchanged, rows_rejected::integer AS rejected, changed_from::text AS changed_from
     FROM import ORDER BY import_key DESC LIMIT 1`,
  );
  return latest;
}

const EVERYTHING = { changed_from: '-infinity' };
const NOTHING = { changed_from: null };

describe('SchedulesService', () => {
  const setTimezone = async (timezone: string | null, storeId = 'store') =>
    app.get(SchedulesService).setTimezone(storeId, timezone, -Infinity, { bytes: 20, by: ACT });
  const setHours = async (hours: readonly (typeof OPENING)[], storeId = 'store') =>
    app.get(SchedulesService).setHours(storeId, hours, -Infinity, { bytes: 30, by: ACT });

  it('counts a time zone as a row that changes everything, or nothing', async () => {
    const zone = { kind: 'timezones', source: 'json', status: 'Complete', bytes: 20, read: 1, rejected: 0 };
    await setTimezone('Asia/Tokyo');
    expect(await latestImport()).toEqual({ ...zone, accepted: 1, unchanged: 0, ...EVERYTHING });
    await setTimezone('Asia/Tokyo');
    expect(await latestImport()).toEqual({ ...zone, accepted: 0, unchanged: 1, ...NOTHING });
    await setTimezone(null);
    expect(await latestImport()).toEqual({ ...zone, accepted: 1, unchanged: 0, ...EVERYTHING });
    await setTimezone(null);
    expect(await latestImport()).toEqual({ ...zone, accepted: 0, unchanged: 1, ...NOTHING });
  });

  it('counts the hours that are new, and replaces the others', async () => {
    const hours = { kind: 'business-hours', source: 'json', status: 'Complete', bytes: 30, rejected: 0 };
    const tuesday = { ...OPENING, dayOfWeek: 1 };
    await setHours([OPENING, tuesday, tuesday]);
    expect(await latestImport()).toEqual({ ...hours, read: 3, accepted: 2, unchanged: 1, ...EVERYTHING });
    await setHours([tuesday, OPENING]);
    expect(await latestImport()).toEqual({ ...hours, read: 2, accepted: 0, unchanged: 2, ...NOTHING });
    await setHours([tuesday]);
    expect(await latestImport()).toEqual({ ...hours, read: 1, accepted: 0, unchanged: 1, ...EVERYTHING });
    expect(await test.query('SELECT hours FROM schedule')).toEqual([{ hours: { '': '1 09:00:00 17:00:00' } }]);
  });

  it('counts being closed as one row, however many hours there were', async () => {
    const hours = { kind: 'business-hours', source: 'json', status: 'Complete', bytes: 30, read: 1, rejected: 0 };
    await setHours([OPENING, { ...OPENING, dayOfWeek: 1 }]);
    await setHours([]);
    expect(await latestImport()).toEqual({ ...hours, accepted: 1, unchanged: 0, ...EVERYTHING });
    await setHours([]);
    expect(await latestImport()).toEqual({ ...hours, accepted: 0, unchanged: 1, ...NOTHING });
  });

  it('creates a store for hours or a time zone, but not to take them away', async () => {
    const unknown = { code: 'store_not_found' };
    await expect(setTimezone(null, 'misspelt')).rejects.toMatchObject(unknown);
    await expect(setHours([], 'misspelt')).rejects.toMatchObject(unknown);
    expect(await storeCount()).toBe(0);
    expect(await latestImport()).toBeUndefined();
    await setTimezone('UTC', 'zoned');
    await setHours([OPENING], 'open');
    expect(await storeCount()).toBe(2);
  });

  it('refuses to write while the queue is full', async () => {
    const queue = app.get(WriteQueue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const writes = Array.from({ length: 64 }, () => queue.write(ALL_BUCKETS, 60_000, () => finished));
    try {
      const busy = { status: 'rejected', reason: { code: 'too_busy' } };
      const refused = Promise.allSettled([setTimezone('UTC'), setHours([OPENING])]);
      finish();
      expect(await refused).toMatchObject([busy, busy]);
    } finally {
      await Promise.all(writes);
    }
    await setTimezone('UTC');
    expect(await storeCount()).toBe(1);
  });
});

describe('ObservationBatch', () => {
  const write = async (batch: ObservationBatch, key?: string) =>
    test.database.transaction(async (client) => {
      await lockAllBuckets(client);
      const idempotency = key === undefined ? undefined : { key, requestSha256: Buffer.from(key) };
      return batch.write(client, { source: 'json', idempotency });
    });

  it('is one import, which counts every message and keeps the rejected ones', async () => {
    const batch = new ObservationBatch({ latest: NOON + HOUR, keptFrom: NOON });
    const at = (timestamp: string) => ({ ...OBSERVATION, timestamp_utc: timestamp });
    const messages: unknown[] = [
      OBSERVATION,
      OBSERVATION,
      { store_id: ' store ', status: ' Inactive ', timestamp_utc: ` ${OBSERVATION.timestamp_utc} ` },
      null,
      [OBSERVATION],
      'text',
      { ...OBSERVATION, store_id: undefined },
      { ...OBSERVATION, status: null },
      { ...OBSERVATION, timestamp_utc: ' ' },
      { ...OBSERVATION, store_id: 7 },
      { ...OBSERVATION, store_id: '=1' },
      { ...OBSERVATION, status: true },
      { ...OBSERVATION, status: 'closed' },
      at('yesterday'),
      { ...OBSERVATION, timestamp_utc: 7 },
      at('2024-10-07T13:00:00Z'),
      at('2024-10-07T13:00:00.000001Z'),
      at('2024-10-07T11:59:59.999999Z'),
    ];
    for (const [index, message] of messages.entries()) batch.take(message, index, 10, () => `text ${index}`);
    batch.add(batch.stores.indexOf(OBSERVATION.store_id), NOON + 1, true, 10);
    batch.reject('invalid_encoding', 99, 10, 'x'.repeat(3000));
    expect(batch.rowsRead).toBe(messages.length + 2);
    expect(await write(batch)).toEqual(expect.any(String));
    expect(await latestImport()).toEqual({
      ...{ kind: 'store-status', source: 'json', status: 'Complete', bytes: 10 * (messages.length + 2) },
      ...{ read: messages.length + 2, accepted: 4, unchanged: 1, rejected: 15 },
      ...EVERYTHING,
    });
    // By this, retention tells when no observation names the import any more.
    expect(await test.query(`SELECT ${toMicros('last_observed_at')} AS at FROM import`)).toEqual([
      { at: String(NOON + HOUR) },
    ]);
    const rejects = await test.query(
      'SELECT line::integer, reason, left(text, 7) AS text FROM import_reject ORDER BY line',
    );
    expect(rejects).toEqual([
      ...[
        'not_an_object',
        'not_an_object',
        'not_an_object',
        'missing_field',
        'missing_field',
        'missing_field',
        'invalid_store_id',
        'invalid_store_id',
        'invalid_status',
        'invalid_status',
        'invalid_timestamp',
        'invalid_timestamp',
      ].map((reason, index) => ({ line: index + 3, reason, text: `text ${index + 3}` })),
      { line: 16, reason: 'timestamp_in_future', text: 'text 16' },
      { line: 17, reason: 'before_retention', text: 'text 17' },
      { line: 99, reason: 'invalid_encoding', text: 'xxxxxxx' },
    ]);
    expect(await test.query(`SELECT length(text) AS length FROM import_reject WHERE line = 99`)).toEqual([
      { length: 1024 },
    ]);
    expect(await test.query('SELECT active FROM observation ORDER BY observed_at')).toEqual([
      { active: false },
      { active: true },
      { active: true },
    ]);
  });

  it('keeps more rejected messages than fit into one chunk of a COPY', async () => {
    const batch = new ObservationBatch(NO_LIMITS);
    for (let position = 0; position < 200; position++) batch.reject('not_an_object', position, 1, 'x'.repeat(1000));
    await write(batch);
    expect(
      await test.query('SELECT count(*)::integer AS rejects, max(line)::integer AS last FROM import_reject'),
    ).toEqual([{ rejects: 200, last: 199 }]);
  });

  it('keeps as many rejected messages as it may, counts all of them and says so', async () => {
    const batch = new ObservationBatch(NO_LIMITS, 2);
    for (let position = 0; position < 3; position++) batch.reject('not_an_object', position, 1, 'x');
    await write(batch);
    expect(batch.rejects).toHaveLength(3);
    expect(await test.query('SELECT line, text FROM import_reject ORDER BY line')).toEqual([
      { line: '0', text: 'x' },
      { line: '1', text: 'x' },
    ]);
    expect(await test.query('SELECT rows_rejected, note FROM import')).toEqual([
      {
        rows_rejected: '3',
        note: 'Most rows were rejected: 3 of 3. 2 of the 3 rejects are kept, and the others only counted.',
      },
    ]);
  });

  it('writes nothing if its idempotency key was used before', async () => {
    const batch = (active: string) => {
      const batch = new ObservationBatch(NO_LIMITS);
      batch.take({ ...OBSERVATION, status: active }, 0, 0, () => '');
      batch.reject('not_an_object', 1, 0, '');
      return batch;
    };
    expect(await write(batch('active'), 'key')).toEqual(expect.any(String));
    expect(await write(batch('inactive'), 'key')).toBeUndefined();
    expect(await test.query('SELECT active FROM observation')).toEqual([{ active: true }]);
    expect(await test.query('SELECT FROM import_reject')).toHaveLength(1);
    expect(await write(batch('inactive'), 'another key')).toEqual(expect.any(String));
    expect(await test.query('SELECT active FROM observation')).toEqual([{ active: false }]);
  });
});

describe('what has changed since a write', () => {
  const STORES = [null, [OBSERVATION.store_id], ['other']];
  const lastWrite = async () => test.database.transaction(lastWriteNo);
  const observe = async (timestamp: string, status = 'active') =>
    app
      .get(ObservationsService)
      .receive([{ ...OBSERVATION, status, timestamp_utc: timestamp }], Buffer.from(''), undefined, ACT);

  /** Of all stores, of the one that is observed, and of another one. */
  const observed = async (writeNo: number, from: Micros, to: Micros) =>
    Promise.all(STORES.map((storeIds) => hasObserved(test.database.pool, { writeNo, time: { from, to }, storeIds })));

  const changes = async (writeNo: number, from: Micros, to: Micros) =>
    Promise.all(
      STORES.map((storeIds) => changedStatuses(test.database.pool, { writeNo, time: { from, to }, storeIds }, '', 10)),
    );

  it('are the observations within a time that were set, not those that were repeated', async () => {
    expect(await lastWrite()).toBe(0);
    await observe('2024-10-07 11:00:00 UTC');
    const first = await lastWrite();
    expect(first).toBeGreaterThan(0);
    expect(await observed(0, -HOUR, 0)).toEqual([false, false, false]);
    expect(await observed(first, -HOUR, Number.MAX_SAFE_INTEGER)).toEqual([false, false, false]);

    await observe(OBSERVATION.timestamp_utc);
    expect(await observed(first, NOON - HOUR, NOON)).toEqual([false, false, false]);
    expect(await observed(first, NOON - HOUR, NOON + 1)).toEqual([true, true, false]);
    expect(await observed(first, NOON, NOON + HOUR)).toEqual([false, false, false]);
    const second = await lastWrite();
    expect(await observed(second, NOON - HOUR, NOON + 1)).toEqual([false, false, false]);

    await observe(OBSERVATION.timestamp_utc);
    expect(await lastWrite()).toBeGreaterThan(second);
    expect(await observed(second, NOON - HOUR, NOON + 1)).toEqual([false, false, false]);

    const times = ['2024-10-07 10:00:00 UTC', '2024-10-07 14:00:00 UTC'];
    const both = times.map((timestamp) => ({ ...OBSERVATION, timestamp_utc: timestamp }));
    await app.get(ObservationsService).receive(both, Buffer.from(''), undefined, ACT);
    expect(await observed(second, NOON - 2 * HOUR, NOON + 2 * HOUR)).toEqual([false, false, false]);
    expect(await observed(second, NOON - 2 * HOUR, NOON + 2 * HOUR + 1)).toEqual([true, true, false]);
  });

  it('is the status of a store from an observation to the next one, if it was another', async () => {
    const { store_id: storeId } = OBSERVATION;
    const first = { storeId, from: -Infinity, to: Infinity, wasUnobserved: true };
    await observe('2024-10-07 11:00:00 UTC');
    // A new store changes every report.
    for (const to of [NOON, NOON - HOUR]) expect(await changes(0, 0, to)).toEqual([[first], [first], []]);
    const before = await lastWrite();
    await observe('2024-10-07 13:00:00 UTC');
    await observe('2024-10-07 12:30:00 UTC');
    expect(await changes(before, 0, 2 * NOON)).toEqual([[], [], []]);

    await observe('2024-10-07 12:00:00 UTC', 'inactive');
    const down = { storeId, from: NOON, to: NOON + HOUR / 2, wasUnobserved: false };
    expect(await changes(before, 0, 2 * NOON)).toEqual([[down], [down], []]);
    expect(await changes(before, NOON + HOUR / 2, 2 * NOON)).toEqual([[], [], []]);
    expect(await changes(before, 0, NOON)).toEqual([[], [], []]);
  });

  it('is any status before observations that an earlier release wrote', async () => {
    await observe(OBSERVATION.timestamp_utc);
    const first = await lastWrite();
    await observe('2024-10-07 13:00:00 UTC');
    const unrecorded = async (until: Micros) => hasUnrecordedStatuses(test.database.pool, first, until);
    expect(await unrecorded(Number.MAX_SAFE_INTEGER)).toBe(false);
    await test.query('UPDATE import SET statuses_recorded = false');
    expect([await unrecorded(NOON + HOUR), await unrecorded(NOON + HOUR + 1)]).toEqual([false, true]);
  });
});
