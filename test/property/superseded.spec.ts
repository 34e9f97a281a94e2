import { Calculator } from '../../src/calculator/calculator';
import { DAY, HOUR, type Micros } from '../../src/calculator/instants';
import { formatLocalDate } from '../../src/calculator/schedule/local-date';
import type { LocalDate, WeeklyHours } from '../../src/calculator/schedule/schedule';
import { requireWindow, windowReach } from '../../src/calculator/figures/windows';
import type { Random } from '../../src/common/random';
import { lastWriteNo } from '../../src/ingestion/data-changes';
import { SchedulesService } from '../../src/ingestion/schedules.service';
import { Superseding } from '../../src/reports/superseding';
import { Database } from '../../src/platform/database/database';
import { type ReportParameters, ShardReport } from '../../src/reports/shards/shard-report';
import { Closures } from '../../src/stores/schedules/closures';
import { StoreFinder } from '../../src/stores/finding/store-finder';
import { StoreSchedules } from '../../src/stores/schedules/store-schedules';
import { ACT } from '../support/access/act';
import { Ingestion, STATUS } from '../support/modules/ingestion';
import { seededRandom } from '../support/random';

const ROUNDS = 150;
const STORES = ['a', 'b', 'c'];
const ZONES = ['America/Chicago', 'Asia/Tokyo', 'Pacific/Apia', 'Pacific/Pago_Pago'];
/** Whole days from 1970 to a Friday in November 2024, about which everything lies. */
const MIDDLE: LocalDate = 20_042;
const AS_OF: Micros = MIDDLE * DAY + 12 * HOUR;
const SENT = { bytes: 0, by: ACT };
/** So far from a window, in days, nothing that a date says can reach into it. */
const FAR = 6;

/** A report with its figures as they were computed last. */
interface Known {
  readonly parameters: ReportParameters;
  readonly storeIds: readonly string[] | null;
  csv: string;
  writeNo: number;
}

const ingestion = Ingestion.forEachTest();

describe('a report is superseded by a write', () => {
  it('if its figures are others then, and not if the write is far from its windows, or of other stores', async () => {
    const random = seededRandom('superseded');
    await ingestion.receive(
      'store-status',
      STATUS,
      STORES.map((id) => `${id},inactive,2024-11-12T00:00:00Z\n`).join(''),
    );
    const reports = await Promise.all(SOME_REPORTS.map((report) => computed(report)));
    const seen = { changed: 0, marked: 0, far: 0, other: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const write = await writeAnything(random);
      for (const report of reports) {
        const { csv, writeNo } = await computed(report);
        const isChanged = csv !== report.csv;
        const isMarked = await isSuperseded(report);
        const told = `round ${round}: ${write.told}, windows ${report.parameters.windows.join(' ')}`;
        if (isChanged && !isMarked) throw new Error(`not superseded by ${told}`);
        if (isMarked && isFar(write, report)) throw new Error(`superseded by what is far away: ${told}`);
        if (isMarked && isOther(write, report)) throw new Error(`superseded by what is of another store: ${told}`);
        seen.changed += Number(isChanged);
        seen.marked += Number(isMarked);
        seen.far += Number(isFar(write, report));
        seen.other += Number(isOther(write, report));
        Object.assign(report, { csv, writeNo });
      }
    }
    expect(seen.changed).toBeGreaterThan(ROUNDS / 4);
    // Closures of all stores count wherever they reach, and other changes may hide behind each other.
    expect(seen.marked).toBeLessThan(seen.changed * 2);
    expect(seen.far).toBeGreaterThan(ROUNDS / 2);
    expect(seen.other).toBeGreaterThan(ROUNDS / 4);
  }, 120_000);
});

const TERMS = {
  asOf: AS_OF,
  defaultStatus: 'inactive',
  unknownAfter: Infinity,
  closures: 'exclude',
  columns: 'all',
  defaultTimezone: 'UTC',
  endOfDayGrace: false,
} as const;

/** The day, dates some weeks before, one store, and no closures. */
const SOME_REPORTS: readonly Pick<Known, 'parameters' | 'storeIds'>[] = [
  { parameters: { ...TERMS, windows: ['last_day'] }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-40, -38), dates(-12, -12)] }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-20, 5)] }, storeIds: ['b'] },
  { parameters: { ...TERMS, windows: [dates(-9, -1)], closures: 'ignore' }, storeIds: null },
];

function dates(first: number, last: number): string {
  return `${formatLocalDate(MIDDLE + first)}..${formatLocalDate(MIDDLE + last)}`;
}

async function computed({ parameters, storeIds }: Pick<Known, 'parameters' | 'storeIds'>): Promise<Known> {
  const { app, database } = ingestion;
  const shards = new ShardReport(app.get(StoreSchedules), app.get(Closures), new Calculator());
  const range = { first: 'a', last: 'c', only: storeIds ?? undefined };
  return database.transaction(async (client) => {
    const { csv } = await shards.compute(client, range, parameters);
    return { parameters, storeIds, csv, writeNo: await lastWriteNo(client) };
  });
}

async function isSuperseded({ parameters, storeIds, writeNo }: Known): Promise<boolean> {
  const { app } = ingestion;
  const superseding = new Superseding(
    app.get(Database),
    app.get(StoreSchedules),
    app.get(Closures),
    app.get(StoreFinder),
    new Calculator(),
  );
  const basis = {
    ...parameters,
    windows: [...parameters.windows],
    storeIds: storeIds && [...storeIds],
    attributes: null,
  };
  return (await superseding.isSuperseded({ ...basis, seenWriteNo: writeNo })) === true;
}

/** What was written, and between which dates it can matter at all. */
interface Write {
  readonly told: string;
  readonly storeId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

function isFar({ from, to }: Write, { parameters }: Known): boolean {
  return parameters.windows.every((name) => {
    const reach = windowReach(requireWindow(name), AS_OF);
    return reach.to < (from - FAR) * DAY || reach.from > (to + FAR) * DAY;
  });
}

function isOther({ storeId }: Write, { storeIds }: Known): boolean {
  return storeIds !== null && storeId !== '*' && !storeIds.includes(storeId);
}

async function writeAnything(random: Random): Promise<Write> {
  const schedules = ingestion.app.get(SchedulesService);
  const storeId = random.pick(STORES);
  const date = MIDDLE + random.integer(-60, 20);
  const from = random.chance(0.2) ? -Infinity : date;
  const style = random.fraction();
  if (style < 0.25) {
    await schedules.setHours(storeId, someHours(random), from, SENT);
    return { told: `hours from ${from}`, storeId, from, to: Infinity };
  }
  if (style < 0.4) {
    await schedules.setTimezone(storeId, random.pick([...ZONES, null]), from, SENT);
    return { told: `zone from ${from}`, storeId, from, to: Infinity };
  }
  if (style < 0.65) {
    const hours = random.pick([[], [{ opens: 9 * HOUR, closes: 12 * HOUR }], [{ opens: 20 * HOUR, closes: 4 * HOUR }]]);
    await schedules.setSpecialHours(storeId, date, random.chance(0.7) ? hours : undefined, SENT);
    return { told: `special ${date}`, storeId, from: date, to: date };
  }
  if (style < 0.7) {
    await schedules.archive(storeId, random.chance(0.5) ? date : undefined, SENT);
    return { told: `archived ${date}`, storeId, from: -Infinity, to: Infinity };
  }
  const whose = random.pick([storeId, '*']);
  const closure = { storeId: whose, from: date * DAY, to: date * DAY + random.integer(1, 3 * DAY), reason: '' };
  const { closureId } = await schedules.declareClosure(closure, SENT);
  if (random.chance(0.3)) await schedules.revokeClosure(closureId, SENT);
  return { told: `closure ${date}`, storeId: whose, from: date, to: date + 3 };
}

function someHours(random: Random): WeeklyHours {
  if (random.chance(0.2)) return 'always_open';
  if (random.chance(0.2)) return [];
  const opens = random.below(24) * HOUR;
  const closes = random.below(25) * HOUR;
  return [0, 1, 2, 3, 4, 5, 6].filter(() => random.chance(0.8)).map((dayOfWeek) => ({ dayOfWeek, opens, closes }));
}
