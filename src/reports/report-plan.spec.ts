import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { TestDatabase } from '../../test/support/postgres';
import { REPORT_HEADER } from '../../test/support/reports/header';
import { until } from '../../test/support/service';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { StoresModule } from '../stores/stores.module';
import { PROGRESS_CHANNEL, ReportPlan } from './report-plan';
import { insertIds, insertStores } from '../../test/support/stores';
import { snapshotOf } from '../../test/support/modules/report-worker';

const LATEST = Date.UTC(2024, 9, 8, 12) * 1000;
const REQUESTED = Date.UTC(2024, 9, 1) * 1000;
const MOST_ATTEMPTS = 100;

/** The results of the two shards into which the three stores are cut. */
const NO_EXACT = { figures: Buffer.alloc(0), zones: [] };
const FIRST = { csv: 'a,1\nb,2\n', uptime: [30, 0, 600], downtime: [10, 0, 0], neverObserved: 1, exact: NO_EXACT };
const SECOND = { csv: 'c,3\n', uptime: [0, 0, 100], downtime: [40, 0, 300], neverObserved: 1, exact: NO_EXACT };

let test: TestDatabase;
let app: INestApplicationContext;
let plan: ReportPlan;
let listener: Client;
let notified: string[];

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({ REPORT_SHARD_STORES: '2' }), DATABASE_URL: test.url, REDIS_URL: '' };
  const stores = { module: StoresModule, imports: [ConfigModule.with(settings)], providers: [ReportPlan] };
  app = await NestFactory.createApplicationContext(stores, { logger: false });
  plan = app.get(ReportPlan);
  listener = new Client(test.url);
  await listener.connect();
  await listener.query(`LISTEN ${PROGRESS_CHANNEL}`);
  listener.on('notification', ({ payload }) => notified.push(payload ?? ''));
});

beforeEach(async () => {
  notified = [];
  await test.query('TRUNCATE store, store_attributes, report CASCADE');
  await test.query(
    insertStores(`
      SELECT store_id, last_observed_at
      FROM (VALUES ('c', NULL), ('a', to_timestamp($1)), ('b', to_timestamp($1) - interval '1 day'))
           given (store_id, last_observed_at)`),
    [LATEST / 1e6],
  );
});

afterAll(async () => {
  await listener.end();
  await app.close();
  await test.stop();
});

/** The id of a report that waits for its first attempt. */
async function triggered({
  storeIds,
  asOf,
  attributes,
}: {
  storeIds?: string[];
  asOf?: number;
  attributes?: Readonly<Record<string, readonly string[]>>;
} = {}): Promise<string> {
  const reportId = randomUUID();
  await test.query(
    `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace,
                         store_ids, requested_as_of, tz_release, attributes)
     VALUES ($1, '', 'inactive', 'Asia/Tokyo', true, $2, to_timestamp($3::double precision), '', $4)`,
    [reportId, storeIds, asOf === undefined ? null : asOf / 1e6, attributes],
  );
  return reportId;
}

/** The number of shards; undefined if the attempt is over. */
async function cut(reportId: string, attempt: number): Promise<number | undefined> {
  return test.database.transaction(async (reader) => {
    const shards = await plan.cut(await snapshotOf(reader), reportId, attempt);
    return shards?.length;
  });
}

/** A report in its first attempt, cut into two shards. */
async function begun(): Promise<string> {
  const reportId = await triggered();
  await plan.begin(reportId);
  await cut(reportId, 1);
  return reportId;
}

/** A report whose first attempt, with its first shard done, was ended by a second. */
async function begunTwice(): Promise<string> {
  const reportId = await begun();
  await plan.finishShard(reportId, 1, 0, FIRST);
  expect(await plan.begin(reportId)).toBe(2);
  return reportId;
}

async function finished(): Promise<string> {
  const reportId = await begun();
  await plan.finishShard(reportId, 1, 0, FIRST);
  await plan.finishShard(reportId, 1, 1, SECOND);
  return reportId;
}

async function report(reportId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await test.query(
    'SELECT *, (extract(epoch FROM as_of) * 1000000)::float AS as_of_us FROM report WHERE report_id = $1',
    [reportId],
  );
  return row;
}

async function shards(reportId: string): Promise<unknown[]> {
  const rows = await test.query(
    `SELECT first_store_id AS first, last_store_id AS last, stores, convert_from(csv, 'UTF8') AS csv
     FROM report_shard WHERE report_id = $1 ORDER BY shard`,
    [reportId],
  );
  return rows.map(({ first, last, stores, csv }) => [first, last, stores, csv]);
}

/** Everything that a step could change. */
async function state(reportId: string): Promise<unknown> {
  return [await report(reportId), await test.query('SELECT * FROM report_shard ORDER BY report_id, shard')];
}

/** How many notifications of progress there have been so far. */
async function notifications(reportId: string): Promise<number> {
  const end = randomUUID();
  await test.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, end]);
  await until(() => notified.includes(end) || undefined);
  return notified.filter((payload) => payload === reportId).length;
}

describe('begin', () => {
  it('counts the attempts, and keeps the time of the first', async () => {
    const reportId = await triggered();
    expect(await plan.begin(reportId)).toBe(1);
    const { started_at } = (await report(reportId)) ?? {};
    expect(started_at).toBeInstanceOf(Date);
    expect(await plan.begin(reportId)).toBe(2);
    expect(await report(reportId)).toMatchObject({ status: 'Running', attempt: 2, started_at });
  });

  it('starts no attempt at a report that is over or unknown', async () => {
    const reportId = await finished();
    await plan.complete(reportId, 1);
    expect(await plan.begin(reportId)).toBeUndefined();
    expect(await report(reportId)).toMatchObject({ attempt: 1 });
    expect(await plan.begin(randomUUID())).toBeUndefined();
  });

  it(`ends the report with an error instead of an attempt after ${MOST_ATTEMPTS}`, async () => {
    const reportId = await triggered();
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) expect(await plan.begin(reportId)).toBe(attempt);
    expect(await report(reportId)).toMatchObject({ status: 'Running' });
    expect(await plan.begin(reportId)).toBeUndefined();
    expect(await report(reportId)).toMatchObject({ status: 'Error', error: expect.stringContaining('100 times') });
    expect(await notifications(reportId)).toBe(1);
  });
});

describe('cut', () => {
  it('ends the windows at the latest observation, and cuts all stores into shards by id', async () => {
    const reportId = await triggered();
    await plan.begin(reportId);
    expect(await cut(reportId, 1)).toBe(2);
    expect(await report(reportId)).toMatchObject({
      as_of_us: LATEST,
      stores_done: 0,
      stores_total: 3,
      seen_write_no: '0',
    });
    expect(await shards(reportId)).toEqual([
      ['a', 'b', 2, null],
      ['c', 'c', 1, null],
    ]);
  });

  it('numbers many shards in the order of their stores', async () => {
    await test.query(insertIds(...Array.from({ length: 100 }, (_, index) => `s${999 - index}`)));
    const reportId = await triggered();
    await plan.begin(reportId);
    expect(await cut(reportId, 1)).toBe(52);
    const numbered = await test.query('SELECT first_store_id AS first FROM report_shard ORDER BY shard');
    const firsts = numbered.map(({ first }) => String(first));
    expect(firsts).toEqual(firsts.toSorted());
  });

  it('uses the as_of and the stores of the request', async () => {
    const reportId = await triggered({ storeIds: ['c', 'a'], asOf: REQUESTED });
    await plan.begin(reportId);
    expect(await cut(reportId, 1)).toBe(1);
    expect(await report(reportId)).toMatchObject({ as_of_us: REQUESTED, stores_total: 2 });
    expect(await shards(reportId)).toEqual([['a', 'c', 2, null]]);
  });

  it('uses the stores that have the attributes of the request, of which each shard reads no others', async () => {
    await test.query(`INSERT INTO store_attributes (bucket, store_id, attributes)
                      SELECT bucket, store_id, '{"region": "West"}' FROM store WHERE store_id <> 'b'`);
    for (const [values, wanted] of [
      [['West'], ['a', 'c', 2]],
      [
        ['', 'East'],
        ['b', 'b', 1],
      ],
    ] as const) {
      const reportId = await triggered({ attributes: { Region: values } });
      await plan.begin(reportId);
      expect(await cut(reportId, 1)).toBe(1);
      expect(await shards(reportId)).toEqual([[...wanted, null]]);
      expect(await report(reportId)).toMatchObject({ stores_total: wanted[2] });
      const { range } = (await plan.task(reportId, 1, 0)) ?? {};
      expect(range?.filter?.attributes).toEqual([{ name: 'Region', values }]);
    }
  });

  it('uses only the stores and observations in its reader’s snapshot', async () => {
    const reportId = await triggered();
    await plan.begin(reportId);
    await test.database.transaction(async (reader) => {
      await reader.query('SELECT FROM store LIMIT 1');
      await test.query(insertStores(`SELECT 'd' AS store_id, '2024-11-01'::timestamptz AS last_observed_at`));
      await plan.cut(await snapshotOf(reader), reportId, 1);
    }, 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    expect(await report(reportId)).toMatchObject({ as_of_us: LATEST, stores_total: 3 });
  });

  it('ends the report with an error if there is neither an observation nor an as_of', async () => {
    await test.query('UPDATE store SET last_observed_at = NULL');
    const reportId = await triggered();
    await plan.begin(reportId);
    expect(await cut(reportId, 1)).toBeUndefined();
    expect(await report(reportId)).toMatchObject({ status: 'Error', stores_total: null });
  });

  it('replaces the shards of the previous attempt, whose results are lost', async () => {
    const reportId = await begunTwice();
    await test.query(`DELETE FROM store WHERE store_id = 'b'`);
    expect(await cut(reportId, 2)).toBe(1);
    expect(await report(reportId)).toMatchObject({ attempt: 2, stores_done: 0, stores_total: 2 });
    expect(await shards(reportId)).toEqual([['a', 'c', 2, null]]);
  });

  it('changes nothing for an attempt that was ended by another', async () => {
    const reportId = await begunTwice();
    const before = await state(reportId);
    expect(await cut(reportId, 1)).toBeUndefined();
    expect(await state(reportId)).toEqual(before);
  });
});

describe('task', () => {
  it('has what a shard is computed from', async () => {
    const reportId = await begun();
    const parameters = {
      asOf: LATEST,
      defaultStatus: 'inactive',
      unknownAfter: Infinity,
      closures: 'exclude',
      columns: 'standard',
      windows: ['last_hour', 'last_day', 'last_week'],
      defaultTimezone: 'Asia/Tokyo',
      endOfDayGrace: true,
    };
    expect(await plan.task(reportId, 1, 0)).toEqual({
      range: { first: 'a', last: 'b', only: undefined, buckets: undefined },
      stores: 2,
      parameters,
    });
    expect(await plan.task(reportId, 1, 1)).toEqual({
      range: { first: 'c', last: 'c', only: undefined, buckets: undefined },
      stores: 1,
      parameters,
    });
  });

  it('names the stores that the report is limited to', async () => {
    const reportId = await triggered({ storeIds: ['c', 'a'] });
    await plan.begin(reportId);
    await cut(reportId, 1);
    expect(await plan.task(reportId, 1, 0)).toMatchObject({ range: { first: 'a', last: 'c', only: ['c', 'a'] } });
  });

  it('is undefined for a shard that is done, of an ended attempt, of a report that is over, or unknown', async () => {
    const reportId = await begun();
    await plan.finishShard(reportId, 1, 0, FIRST);
    expect(await plan.task(reportId, 1, 0)).toBeUndefined();
    expect(await plan.task(reportId, 1, 2)).toBeUndefined();
    expect(await plan.task(reportId, 2, 1)).toBeUndefined();
    expect(await plan.task(reportId, 1, 1)).toBeDefined();
    const ended = await begun();
    await plan.begin(ended);
    expect(await plan.task(ended, 1, 1)).toBeUndefined();
    await plan.fail(reportId, 1, 'because');
    expect(await plan.task(reportId, 1, 1)).toBeUndefined();
  });
});

describe('finishShard', () => {
  it('keeps the result, counts the stores, and notifies', async () => {
    const reportId = await begun();
    await plan.finishShard(reportId, 1, 1, SECOND);
    expect(await shards(reportId)).toEqual([
      ['a', 'b', 2, null],
      ['c', 'c', 1, SECOND.csv],
    ]);
    expect(await report(reportId)).toMatchObject({ stores_done: 1 });
    expect(await plan.unfinishedShards(reportId)).toEqual([0]);
    expect(await notifications(reportId)).toBe(1);
  });

  it('changes nothing the second time', async () => {
    const reportId = await begun();
    await plan.finishShard(reportId, 1, 0, FIRST);
    const before = await state(reportId);
    await plan.finishShard(reportId, 1, 0, SECOND);
    expect(await state(reportId)).toEqual(before);
    expect(await notifications(reportId)).toBe(1);
  });

  it('counts the stores once if two processes finish a shard at the same moment', async () => {
    const reportId = await begun();
    await Promise.all(Array.from({ length: 4 }, () => plan.finishShard(reportId, 1, 0, FIRST)));
    expect(await report(reportId)).toMatchObject({ stores_done: 2 });
    expect(await notifications(reportId)).toBe(1);
  });

  it('keeps a new attempt, which would replace the shard, waiting until the result is stored', async () => {
    const reportId = await begun();
    const waiting = async (count: number) =>
      until(async () => {
        const waits = await test.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
        return waits.length === count || undefined;
      });
    const steps: Promise<unknown>[] = [];
    try {
      await test.database.transaction(async (client) => {
        await client.query('SELECT FROM report_shard WHERE report_id = $1 FOR UPDATE', [reportId]);
        steps.push(plan.finishShard(reportId, 1, 0, FIRST));
        await waiting(1);
        steps.push(plan.begin(reportId));
        await waiting(2);
      });
    } finally {
      await Promise.allSettled(steps);
    }
    expect(await Promise.all(steps)).toEqual([undefined, 2]);
    expect(await report(reportId)).toMatchObject({ attempt: 2, stores_done: 2 });
  });

  it('changes nothing for an attempt that was ended by another, even after the cut of that one', async () => {
    const reportId = await begunTwice();
    for (const step of [() => Promise.resolve(undefined), () => cut(reportId, 2)]) {
      await step();
      const before = await state(reportId);
      await plan.finishShard(reportId, 1, 1, SECOND);
      expect(await state(reportId)).toEqual(before);
    }
  });
});

describe('each step that changes a report', () => {
  it('lets go of the report if its process freezes in the middle', async () => {
    const reportId = await triggered();
    await plan.begin(reportId);
    // The limit as it was when the step wrote.
    await test.query(
      `CREATE FUNCTION tell_limit() RETURNS trigger LANGUAGE plpgsql
       AS $$ BEGIN
         PERFORM pg_notify('${PROGRESS_CHANNEL}', current_setting('idle_in_transaction_session_timeout'));
         RETURN NULL;
       END $$`,
    );
    await test.query('CREATE TRIGGER tell_limit AFTER UPDATE ON report FOR EACH ROW EXECUTE FUNCTION tell_limit()');
    try {
      for (const step of [
        () => cut(reportId, 1),
        () => plan.finishShard(reportId, 1, 0, FIRST),
        () => plan.fail(reportId, 1, 'because'),
      ]) {
        notified = [];
        await step();
        await notifications(reportId);
        expect(notified[0]).toBe('10s');
      }
    } finally {
      await test.query('DROP FUNCTION tell_limit CASCADE');
    }
  });
});

describe('progress', () => {
  it('goes from running through all shards done to over', async () => {
    const reportId = await begun();
    await plan.finishShard(reportId, 1, 1, SECOND);
    expect(await plan.progress(reportId, 1)).toBe('running');
    await plan.finishShard(reportId, 1, 0, FIRST);
    expect(await plan.progress(reportId, 1)).toBe('all shards done');
    await plan.complete(reportId, 1);
    expect(await plan.progress(reportId, 1)).toBe('over');
  });

  it('is over for an attempt that was ended by another', async () => {
    const reportId = await begunTwice();
    expect(await plan.progress(reportId, 1)).toBe('over');
    expect(await plan.progress(reportId, 2)).toBe('running');
  });
});

describe('complete', () => {
  const csv = REPORT_HEADER + FIRST.csv + SECOND.csv;

  it('stores the length and hash of the CSV, and the uptime share of each window with business time', async () => {
    const reportId = await finished();
    await plan.complete(reportId, 1);
    expect(await report(reportId)).toMatchObject({
      status: 'Complete',
      finished_at: expect.any(Date),
      csv_bytes: String(Buffer.byteLength(csv)),
      csv_sha256: createHash('sha256').update(csv).digest(),
      uptime_share: [30 / 80, null, 0.7],
      stores_never_observed: 2,
    });
  });

  it('stores no shares if a shard has no sums', async () => {
    const reportId = await finished();
    await test.query('UPDATE report_shard SET uptime_us = NULL WHERE report_id = $1 AND shard = 1', [reportId]);
    await plan.complete(reportId, 1);
    expect(await report(reportId)).toMatchObject({ status: 'Complete', uptime_share: null });
  });

  it('does not count the stores that were never observed if a shard does not tell', async () => {
    const reportId = await finished();
    await test.query('UPDATE report_shard SET never_observed = NULL WHERE report_id = $1 AND shard = 1', [reportId]);
    await plan.complete(reportId, 1);
    expect(await report(reportId)).toMatchObject({ status: 'Complete', stores_never_observed: null });
  });

  it('changes nothing while stores are missing', async () => {
    const reportId = await finished();
    await test.query('UPDATE report SET stores_done = 2 WHERE report_id = $1', [reportId]);
    await plan.complete(reportId, 1);
    expect(await report(reportId)).toMatchObject({ status: 'Running', csv_sha256: null });
  });

  it('changes nothing for an attempt that was ended by another', async () => {
    const reportId = await finished();
    await plan.begin(reportId);
    const before = await state(reportId);
    await plan.complete(reportId, 1);
    expect(await state(reportId)).toEqual(before);
  });
});

describe('fail', () => {
  it('ends the report with its reason, and notifies', async () => {
    const reportId = await begun();
    await plan.fail(reportId, 1, 'because');
    expect(await report(reportId)).toMatchObject({ status: 'Error', error: 'because', finished_at: expect.any(Date) });
    expect(await notifications(reportId)).toBe(1);
  });

  it('changes nothing for an attempt that was ended by another, or once the report is complete', async () => {
    const ended = await begunTwice();
    const complete = await finished();
    await plan.complete(complete, 1);
    for (const reportId of [ended, complete]) {
      const before = await state(reportId);
      await plan.fail(reportId, 1, 'because');
      expect(await state(reportId)).toEqual(before);
    }
  });
});
