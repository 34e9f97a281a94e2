import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TestDatabase } from '../../../test/support/postgres';
import { json, until } from '../../../test/support/service';
import { addStores, removeStores } from '../../../test/support/stores';
import { CalculatorModule } from '../../calculator/calculator.module';
import { DAY, HOUR, MINUTE } from '../../calculator/instants';
import { formatTimestamp } from '../../common/timestamp';
import { FleetCountsService } from '../../fleet/fleet-counts';
import { LostTime } from '../../fleet/lost-time';
import { OpenHours } from '../../fleet/open-hours';
import { Outages } from '../../fleet/outages';
import { StoreList } from '../../fleet/store-list';
import { InactiveRuns } from '../../observations/read/inactive-runs';
import { StoreObservations } from '../../observations/read/store-observations';
import { StoreStates } from '../../observations/read/store-states';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { FiguresCache } from '../../reports/figures/figures-cache';
import { ReportRows } from '../../reports/figures/report-rows';
import { ReportQueue } from '../../reports/queue/report-queue';
import { Report } from '../../reports/report.entity';
import { ReportsService } from '../../reports/reports.service';
import { NO_FILTER } from '../../stores/finding/store-filter';
import { StoresModule } from '../../stores/stores.module';
import { UptimeService } from '../../uptime/uptime.service';
import { cursorAfter } from '../http/validation/cursor';
import { configureHttp } from '../http/configure-http';
import { declaredApi } from '../http/openapi';
import { OutageAnswers } from '../outages/outage-answers';
import { OutagesController } from '../outages/outages.controller';
import { StoreObservationsController } from './store-observations.controller';
import { StoreOutagesController } from './store-outages.controller';
import { StoresController } from './stores.controller';
import { UptimeController } from './uptime.controller';
import { AccessModule } from '../../access/access.module';
import { AccessGuard } from '../http/access/access.guard';

/** Wednesday noon. */
const NOON = Date.UTC(2024, 9, 9, 12) * 1000;

let test: TestDatabase;
let app: NestExpressApplication | undefined;
let base: string;

beforeAll(async () => {
  test = await TestDatabase.start();
  const read = readSettings({ DEFAULT_TIMEZONE: 'UTC', LEDGER_MAX: '10', LOG_LEVEL: 'fatal' });
  const settings = { ...read, DATABASE_URL: test.url, REDIS_URL: '' };
  const module = {
    module: StoresModule,
    imports: [AccessModule, ConfigModule.with(settings), CalculatorModule, TypeOrmModule.forFeature([Report])],
    controllers: [
      OutagesController,
      StoreObservationsController,
      StoreOutagesController,
      StoresController,
      UptimeController,
    ],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      FiguresCache,
      FleetCountsService,
      ReportRows,
      InactiveRuns,
      LostTime,
      OpenHours,
      OutageAnswers,
      Outages,
      { provide: ReportQueue, useValue: {} },
      ReportsService,
      StoreList,
      StoreObservations,
      StoreStates,
      UptimeService,
    ],
  };
  app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, logger: false });
  configureHttp(app, declaredApi(app));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
});

beforeEach(async () => {
  await removeStores(test.database);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

function service<T extends object>(type: new (...parameters: never[]) => T): T {
  if (!app) throw new Error('the API did not start');
  return app.get(type);
}

async function get(path: string): Promise<Record<string, unknown>> {
  return json(await fetch(base + path));
}

/** Adds stores of these ids, each of which went down and up every minute from noon on, and is down. */
async function add(ids: readonly string[]): Promise<void> {
  const runs = Array.from({ length: 31 }, (_, index) => ({
    startedAt: NOON + index * MINUTE,
    active: index % 2 === 1,
  }));
  await addStores(
    test.database,
    ids.map((id) => ({ id, runs })),
  );
  await test.database.pool.query(`
    INSERT INTO import (import_id, kind, source) VALUES (gen_random_uuid(), 'store-status', 'csv');
    SELECT create_observation_partition(started_at) FROM status_run;
    INSERT INTO observation (bucket, store_key, observed_at, import_key, active)
    SELECT bucket, store_key, started_at, (SELECT max(import_key) FROM import), active FROM status_run`);
}

function range(from: number, to: number): string {
  return `from=${formatTimestamp(from)}&to=${formatTimestamp(to)}`;
}

describe('a cursor', () => {
  const hour = range(NOON, NOON + HOUR);

  it.each([
    ['another store', `a/uptime?explain=true&${hour}`, `b/uptime?explain=true&${hour}`],
    ['a range that ends later', `a/uptime?explain=true&${hour}`, `a/uptime?explain=true&${range(NOON, NOON + DAY)}`],
    [
      'a range that begins earlier',
      `a/uptime?explain=true&${hour}`,
      `a/uptime?explain=true&${range(NOON - DAY, NOON + HOUR)}`,
    ],
    ['another default status', `a/uptime?explain=true&${hour}`, `a/uptime?explain=true&${hour}&default_status=active`],
    ['another unknown_after', `a/uptime?explain=true&${hour}`, `a/uptime?explain=true&${hour}&unknown_after=3h`],
    ['ignored closures', `a/uptime?explain=true&${hour}`, `a/uptime?explain=true&${hour}&closures=ignore`],
    ['another store', 'a/observations?limit=1', 'b/observations?limit=1'],
    ['another range', `a/observations?limit=1&${hour}`, `a/observations?limit=1&${range(NOON, NOON + DAY)}`],
    ['all outages', 'a/outages?limit=1&ongoing=true', 'a/outages?limit=1'],
    ['ongoing outages', 'a/outages?limit=1', 'a/outages?limit=1&ongoing=true'],
    ['another store', 'a/outages?limit=1', 'b/outages?limit=1'],
    ['another unknown_after', 'a/outages?limit=1&unknown_after=2h', 'a/outages?limit=1&unknown_after=3h'],
    ['ignored closures', 'a/outages?limit=1', 'a/outages?limit=1&closures=ignore'],
    ['another order', 'a/outages?limit=1&sort=longest', 'a/outages?limit=1&sort=newest'],
    ['a ledger', 'a/observations?limit=1', `a/uptime?explain=true&${hour}`],
    ['another status', '?limit=1&status=inactive', '?limit=1&status=active'],
    ['open stores', '?limit=1', '?limit=1&open=true'],
    ['stale stores', '?limit=1', '?limit=1&stale=false'],
    ['stores with something in their id', '?limit=1', '?limit=1&q=b'],
  ])('is refused by a list of %s', async (_list, path, other) => {
    await add(['a', 'b', 'c']);
    const stores = (query: string) => `/stores${query.startsWith('?') ? '' : '/'}${query}`;
    const first = await get(stores(path));
    // Ongoing outages are too few for a second page: as if there were one.
    const cursor = typeof first.next_cursor === 'string' ? first.next_cursor : cursorOfOngoing('a');
    expect(await get(`${stores(path)}&cursor=${cursor}`)).not.toHaveProperty('code');
    expect(await get(`${stores(other)}&cursor=${cursor}`)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  function cursorOfOngoing(storeId: string): string {
    const terms = { defaultStatus: 'active', unknownAfter: Infinity, closures: 'exclude' };
    const list = `outages ${JSON.stringify({ storeId, filter: NO_FILTER, sort: 'newest', ongoing: true, terms })}`;
    return cursorAfter(list, `${NOON} ${NOON + HOUR} run ${NOON} 1`);
  }

  it('of a ledger is refused outside of its range, even one that was made up', async () => {
    await add(['a']);
    const request = { storeId: 'a', range: { from: NOON, to: NOON + HOUR }, terms: {} };
    const at = async (start: number) => {
      const cursor = cursorAfter(`ledger ${JSON.stringify(request)}`, start);
      return get(`/stores/a/uptime?explain=true&${hour}&cursor=${cursor}`);
    };
    for (const start of [NOON, NOON + HOUR - 1]) expect(await at(start)).not.toHaveProperty('code');
    for (const start of [NOON - 1, NOON + HOUR]) expect(await at(start)).toMatchObject({ code: 'invalid_cursor' });
  });
});

describe('outages as CSV', () => {
  const asked = `/outages?format=csv&${range(NOON, NOON + 20 * DAY)}`;

  /** The connections to the database that somebody holds. */
  function held(): number {
    const { pool } = service(Database);
    return pool.totalCount - pool.idleCount;
  }

  /** Streams the same runs again and again, until there is an error or the reader leaves. */
  function streamForever(error?: Error): void {
    const runs = service(InactiveRuns);
    const byStart = runs.byStart.bind(runs);
    jest.spyOn(runs, 'byStart').mockImplementation(async function* (...values) {
      for await (const batch of byStart(...values)) {
        for (;;) {
          yield batch;
          if (error) throw error;
        }
      }
    });
  }

  it.each(['newest', 'longest'])(
    'are a header and nothing else if all of them were in closed time (%s)',
    async (sort) => {
      const hours = [{ dayOfWeek: 5, opens: 10 * HOUR, closes: 11 * HOUR }];
      const runs = [
        { startedAt: NOON, active: false },
        { startedAt: NOON + MINUTE, active: true },
      ];
      await addStores(test.database, [{ id: 'closed', hours, runs }]);
      const answer = await fetch(`${base}/outages?format=csv&sort=${sort}&${range(NOON - HOUR, NOON + HOUR)}`);
      expect(await answer.text()).toBe('store_id,started_at,ended_at,ongoing,business_us,open_now\n');
    },
  );

  it('break off if the rest cannot be read', async () => {
    await add(['a']);
    expect((await (await fetch(base + asked)).text()).trimEnd().split('\n')).toHaveLength(17);
    streamForever(new Error('the database is gone'));
    const answer = await fetch(base + asked);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await until(() => (held() === 0 ? true : undefined));
  });

  it('hold no connection once the client has left', async () => {
    await add(['a']);
    streamForever();
    const leaving = new AbortController();
    const answer = await fetch(base + asked, { signal: leaving.signal });
    await answer.body?.getReader().read();
    expect(held()).toBe(1);
    leaving.abort();
    await until(() => (held() === 0 ? true : undefined));
  });
});
