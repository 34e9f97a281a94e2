import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createHash, randomUUID } from 'node:crypto';
import { TestDatabase } from '../../test/support/postgres';
import { snapshotOf } from '../../test/support/modules/report-worker';
import { insertStores } from '../../test/support/stores';
import { DAY, HOUR, type Micros } from '../calculator/instants';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { StoresModule } from '../stores/stores.module';
import { REPORT_ERRORS } from './report-errors';
import { ReportPlan } from './report-plan';

/** Tuesday, 8 October 2024, at noon. */
const LATEST = Date.UTC(2024, 9, 8, 12) * 1000;

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let plan: ReportPlan;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({}), DATABASE_URL: test.url, REDIS_URL: '' };
  const stores = { module: StoresModule, imports: [ConfigModule.with(settings)], providers: [ReportPlan] };
  app = await NestFactory.createApplicationContext(stores, { logger: false });
  plan = app.get(ReportPlan);
});

beforeEach(async () => {
  await test.query('TRUNCATE store, report CASCADE');
  await test.query(insertStores(`SELECT 'a' AS store_id, to_timestamp($1) AS last_observed_at`), [LATEST / 1e6]);
  await keepFrom(-Infinity);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

async function keepFrom(instant: Micros): Promise<void> {
  await test.query('UPDATE observation_retention SET kept_from = to_timestamp($1)', [instant / 1e6]);
}

interface Terms {
  readonly asOf?: Micros;
  readonly unknownAfter?: Micros;
  readonly columns?: string;
  readonly windows?: readonly string[];
}

/** A report in its first attempt, and the number of its shards: undefined if the attempt is over. */
async function begun({ asOf, unknownAfter, columns = 'standard', windows = ['last_day'] }: Terms) {
  const reportId = randomUUID();
  await test.query(
    `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, requested_as_of,
                         unknown_after, closures, columns, windows, tz_release)
     VALUES ($1, '', 'unknown', 'Asia/Tokyo', false, to_timestamp($2::double precision), $3, 'ignore', $4, $5, '2024a')`,
    [reportId, asOf === undefined ? null : asOf / 1e6, unknownAfter, columns, windows],
  );
  await plan.begin(reportId);
  const shards = await test.database.transaction(async (reader) => plan.cut(await snapshotOf(reader), reportId, 1));
  return { reportId, shards: shards?.length };
}

async function report(reportId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await test.query('SELECT * FROM report WHERE report_id = $1', [reportId]);
  return row;
}

describe('the terms of a report', () => {
  it('are those of each of its shards', async () => {
    const windows = ['2024-W41', 'last_hour'];
    const { reportId } = await begun({ unknownAfter: 3 * HOUR, columns: 'all', windows });
    expect(await plan.task(reportId, 1, 0)).toMatchObject({
      parameters: {
        asOf: LATEST,
        defaultStatus: 'unknown',
        unknownAfter: 3 * HOUR,
        closures: 'ignore',
        columns: 'all',
        windows,
        defaultTimezone: 'Asia/Tokyo',
        endOfDayGrace: false,
      },
    });
  });

  it('let observations speak until the next one, if they do not say for how long', async () => {
    const { reportId } = await begun({});
    expect(await plan.task(reportId, 1, 0)).toMatchObject({ parameters: { unknownAfter: Infinity } });
  });

  it('determine the first line, which is part of its length and hash', async () => {
    const { reportId } = await begun({ columns: 'all', windows: ['2024-10-05', 'last_hour'] });
    const sums = {
      uptime: [30, 0],
      downtime: [10, 0],
      neverObserved: 0,
      exact: { figures: Buffer.alloc(0), zones: [] },
    };
    await plan.finishShard(reportId, 1, 0, { csv: 'a,1,2,3,4,5,6,7,8\n', ...sums });
    await plan.complete(reportId, 1);
    const header = [
      ...['store_id,uptime_2024-10-05,uptime_last_hour,downtime_2024-10-05,downtime_last_hour'],
      ...['unknown_2024-10-05,unknown_last_hour,excluded_2024-10-05,excluded_last_hour'],
    ].join();
    const csv = `${header}\na,1,2,3,4,5,6,7,8\n`;
    expect(await report(reportId)).toMatchObject({
      status: 'Complete',
      csv_bytes: String(csv.length),
      csv_sha256: createHash('sha256').update(csv).digest(),
      uptime_share: [30 / 40, null],
    });
  });
});

describe('docs/rules.md, R30: a report whose observations retention has dropped', () => {
  const ended = async ({ reportId, shards }: Awaited<ReturnType<typeof begun>>) => {
    const { status, error } = (await report(reportId)) ?? {};
    return { shards, status, error };
  };
  const dropped = { shards: undefined, status: 'Error', error: REPORT_ERRORS.observationsDropped };
  const running = { shards: 1, status: 'Running', error: null };

  it.each<[string, Terms, Micros]>([
    ['of elapsed time', {}, LATEST - DAY - 3 * HOUR],
    ['as of an earlier instant', { asOf: LATEST - 9 * DAY }, LATEST - 10 * DAY - 3 * HOUR],
    // Whatever the zone of a store: two dates before.
    ['of a date', { windows: ['last_hour', '2024-09-05'] }, Date.UTC(2024, 8, 3) * 1000 - 3 * HOUR],
  ])(
    'ends in an error if its windows %s, and how long observations speak, need them',
    async (_which, terms, needed) => {
      await keepFrom(needed);
      expect(await ended(await begun({ ...terms, unknownAfter: 3 * HOUR }))).toEqual(running);
      await keepFrom(needed + 1);
      expect(await ended(await begun({ ...terms, unknownAfter: 3 * HOUR }))).toEqual(dropped);
    },
  );

  it('is made of its status runs if observations speak until the next one', async () => {
    await keepFrom(LATEST);
    expect(await ended(await begun({}))).toEqual(running);
  });
});
