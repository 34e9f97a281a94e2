import type { INestApplicationContext } from '@nestjs/common';
import { exactRows } from '../figures/exact-figures';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../../test/support/postgres';
import { addStores, removeStores } from '../../../test/support/stores';
import { CalculatorModule } from '../../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE } from '../../calculator/instants';
import type { BusinessHours } from '../../calculator/schedule/schedule';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { StoresModule } from '../../stores/stores.module';
import { STANDARD_WINDOWS } from '../report-csv';
import { FigureData } from '../../observations/read/figure-data';
import { type ReportParameters, ShardReport, type ShardResult } from './shard-report';

/** The end of a Wednesday. */
const AS_OF = Date.UTC(2024, 9, 10) * 1000;
const WEDNESDAY = 2;

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let shardReport: ShardReport;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({}), DATABASE_URL: test.url };
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with(settings), CalculatorModule],
      providers: [FigureData, ShardReport],
    },
    { logger: false },
  );
  shardReport = app.get(ShardReport);
});

beforeEach(async () => {
  await removeStores(test.database);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

async function compute(changed: Partial<ReportParameters> = {}): Promise<ShardResult> {
  const parameters: ReportParameters = {
    asOf: AS_OF,
    defaultStatus: 'active',
    unknownAfter: Infinity,
    closures: 'exclude',
    columns: 'standard',
    windows: STANDARD_WINDOWS,
    defaultTimezone: 'UTC',
    endOfDayGrace: false,
    ...changed,
  };
  return test.database.transaction(
    (client) => shardReport.compute(client, { first: '0', last: 'z' }, parameters),
    BEGIN_SNAPSHOT,
  );
}

/** The hours of uptime in the last day of each store, by its id. */
async function uptimes(changed: Partial<ReportParameters> = {}): Promise<Record<string, number>> {
  const { csv } = await compute(changed);
  const figures: Record<string, number> = {};
  for (const line of csv.trimEnd().split('\n')) {
    const [id = '', , uptimeLastDay] = line.split(',');
    figures[id] = Number(uptimeLastDay);
  }
  return figures;
}

function open(opens: Micros, closes: Micros, dayOfWeek = WEDNESDAY): BusinessHours {
  return { dayOfWeek, opens, closes };
}

describe('the figures of stores that differ in one thing only', () => {
  it('are each by the hours and zone of their own store', async () => {
    const hours = [open(9 * HOUR, 17 * HOUR)];
    await addStores(test.database, [
      { id: 'a', hours },
      { id: 'closes-later', hours: [open(9 * HOUR, 18 * HOUR)] },
      { id: 'in-another-zone', hours: [open(9 * HOUR, 17 * HOUR)], timezone: 'Pacific/Honolulu' },
      { id: 'in-the-default-zone', hours, timezone: 'UTC' },
      { id: 'on-another-day', hours: [open(9 * HOUR, 17 * HOUR, WEDNESDAY + 1)] },
      { id: 'on-more-days', hours: [...hours, open(9 * HOUR, 17 * HOUR, WEDNESDAY - 1)] },
      { id: 'opens-earlier', hours: [open(8 * HOUR, 17 * HOUR)] },
      { id: 'twice-a-day', hours: [...hours, open(19 * HOUR, 20 * HOUR)] },
      { id: 'without-hours' },
      { id: 'z', hours },
    ]);
    expect(await uptimes()).toEqual({
      a: 8,
      'closes-later': 9,
      // 09:00 in Honolulu is 19:00 in UTC.
      'in-another-zone': 5,
      'in-the-default-zone': 8,
      'on-another-day': 0,
      'on-more-days': 8,
      'opens-earlier': 9,
      'twice-a-day': 9,
      'without-hours': 24,
      z: 8,
    });
  });

  it('are computed again for another as of, another default zone, or the grace at the end of the day', async () => {
    await addStores(test.database, [{ id: 's', hours: [open(9 * HOUR, DAY - HOUR / 60)] }]);
    expect(await uptimes()).toEqual({ s: 14.98 });
    expect(await uptimes({ asOf: AS_OF - 12 * HOUR })).toEqual({ s: 3 });
    expect(await uptimes({ defaultTimezone: 'Pacific/Honolulu' })).toEqual({ s: 5 });
    expect(await uptimes({ endOfDayGrace: true })).toEqual({ s: 15 });
    expect(await uptimes()).toEqual({ s: 14.98 });
  });
});

describe('the lines of a shard', () => {
  it('are in the bytewise order of the store ids, in whatever order the stores were added', async () => {
    const ids = ['b', 'a:1', 'a', 'Z', 'a.1', 'a1', '10', '9'];
    await addStores(
      test.database,
      ids.map((id) => ({ id })),
    );
    const { csv } = await compute();
    expect(csv.match(/^[^,]+/gm)).toEqual(['10', '9', 'Z', 'a', 'a.1', 'a1', 'a:1', 'b']);
  });
});

describe('the stores that were never observed', () => {
  it('are those without an observation before their windows end', async () => {
    const seen = (startedAt: number) => [{ startedAt, active: true }];
    await addStores(test.database, [
      { id: 'never' },
      { id: 'at-the-end', runs: seen(AS_OF) },
      { id: 'just-before', runs: seen(AS_OF - 1) },
      { id: 'long-ago', runs: seen(AS_OF - 3000 * HOUR) },
      { id: 'later-too', runs: seen(AS_OF - HOUR), lastObservedAt: AS_OF + HOUR },
      { id: 'later-only', runs: seen(AS_OF + 1) },
    ]);
    expect(await compute()).toMatchObject({ neverObserved: 3 });
    expect(await compute({ defaultStatus: 'inactive' })).toMatchObject({ neverObserved: 3 });
    expect(await compute({ unknownAfter: HOUR })).toMatchObject({ neverObserved: 3 });
  });
});

describe('the figures of each window', () => {
  it('are in its columns, in its unit, and in its sums', async () => {
    const down = [
      [200 * HOUR, 167 * HOUR],
      [100 * HOUR, 90 * HOUR],
      [10 * HOUR, 8 * HOUR],
      [15 * MINUTE, -HOUR],
    ];
    const runs = down.flatMap((ends) => ends.map((before, end) => ({ startedAt: AS_OF - before, active: end === 1 })));
    await addStores(test.database, [{ id: 'always-up' }, { id: 'down', runs }]);
    const { exact, ...others } = await compute();
    expect(others).toEqual({
      csv: 'always-up,60.00,24.00,168.00,0.00,0.00,0.00\ndown,45.00,21.75,154.75,15.00,2.25,13.25\n',
      uptime: [105 * MINUTE, 45.75 * HOUR, 322.75 * HOUR],
      downtime: [15 * MINUTE, 2.25 * HOUR, 13.25 * HOUR],
      neverObserved: 1,
    });
    const rows = [...exactRows(exact, 3)].map(({ zone, figures }) => [zone, ...figures]);
    expect(rows).toHaveLength(2);
    const ofDown = [45 * MINUTE, 15 * MINUTE, 0, 0, 21.75 * HOUR, 2.25 * HOUR, 0, 0, 154.75 * HOUR, 13.25 * HOUR, 0, 0];
    expect(rows[1]?.slice(1)).toEqual(ofDown);
    expect(exact.zones).toHaveLength(1);
    expect((await compute({ defaultStatus: 'inactive' })).csv).toContain('always-up,0.00,0.00,0.00,60.00,24.00,168.00');
  });
});
