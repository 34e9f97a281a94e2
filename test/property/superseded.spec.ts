import { Calculator } from '../../src/calculator/calculator';
import { DAY, HOUR, type Micros } from '../../src/calculator/instants';
import { formatLocalDate } from '../../src/calculator/schedule/local-date';
import type { LocalDate, WeeklyHours } from '../../src/calculator/schedule/schedule';
import { requireWindow, windowReach } from '../../src/calculator/figures/windows';
import type { Random } from '../../src/common/random';
import { lastWriteNo } from '../../src/ingestion/data-changes';
import { formatTimestamp } from '../../src/common/timestamp';
import { SchedulesService } from '../../src/ingestion/schedules.service';
import { Superseding } from '../../src/reports/superseding';
import { fromMicros } from '../../src/platform/database/sql';
import { Database } from '../../src/platform/database/database';
import { FigureData } from '../../src/observations/read/figure-data';
import { type ReportParameters, ShardReport } from '../../src/reports/shards/shard-report';
import { Closures } from '../../src/stores/schedules/closures';
import { StoreFinder } from '../../src/stores/finding/store-finder';
import { StoreSchedules } from '../../src/stores/schedules/store-schedules';
import { ACT } from '../support/access/act';
import { Ingestion, STATUS, ZONES } from '../support/modules/ingestion';
import { seededRandom } from '../support/random';

const ROUNDS = 200;
const STORES = ['a', 'b', 'c'];
const SOME_ZONES = ['America/Chicago', 'Asia/Tokyo', 'Pacific/Apia', 'Pacific/Pago_Pago'];
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
  /** The lines, and how many stores were never observed. */
  figures: string;
  writeNo: number;
}

const ingestion = Ingestion.forEachTest();

describe('a report is superseded by a write', () => {
  it('if its figures are others then, and not if the write is far from its windows, or of other stores', async () => {
    const random = seededRandom('superseded');
    await ingestion.receive('timezones', `${ZONES}c,UTC\n`);
    await ingestion.receive(
      'store-status',
      STATUS,
      ['a', 'b'].map((id) => `${id},inactive,2024-11-12T00:00:00Z\n`).join(''),
    );
    const reports = await Promise.all(SOME_REPORTS.map((report) => computed(report)));
    const seen = { changed: 0, marked: 0, far: 0, other: 0, repeated: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const write = await writeAnything(random);
      for (const report of reports) {
        const { figures, writeNo } = await computed(report);
        const isChanged = figures !== report.figures;
        const isMarked = await isSuperseded(report);
        const told = `round ${round}: ${write.told}, windows ${report.parameters.windows.join(' ')}`;
        if (isChanged && !isMarked) throw new Error(`not superseded by ${told}`);
        if (isMarked && isFar(write, report)) throw new Error(`superseded by what is far away: ${told}`);
        if (isMarked && isOther(write, report)) throw new Error(`superseded by what is of another store: ${told}`);
        const isRepeated = write.repeatsStatus === true && report.parameters.unknownAfter === Infinity;
        if (isMarked && isRepeated) throw new Error(`superseded by the status that was: ${told}`);
        seen.repeated += Number(isRepeated);
        seen.changed += Number(isChanged);
        seen.marked += Number(isMarked);
        seen.far += Number(isFar(write, report));
        seen.other += Number(isOther(write, report));
        Object.assign(report, { figures, writeNo });
      }
    }
    expect(seen.changed).toBeGreaterThan(ROUNDS / 4);
    expect(seen.repeated).toBeGreaterThan(ROUNDS / 8);
    // Closures of all stores count wherever they reach, and other changes may hide behind each other or the default status.
    expect(seen.marked).toBeLessThan(seen.changed * 2);
    expect(seen.far).toBeGreaterThan(ROUNDS / 2);
    expect(seen.other).toBeGreaterThan(ROUNDS / 4);
  }, 240_000);
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

/** The day, dates some weeks before, one store, no closures, and observations that speak for two days. */
const SOME_REPORTS: readonly Pick<Known, 'parameters' | 'storeIds'>[] = [
  { parameters: { ...TERMS, windows: ['last_day'] }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-40, -38), dates(-12, -12)] }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-20, 5)] }, storeIds: ['b'] },
  { parameters: { ...TERMS, windows: [dates(-9, -1)], closures: 'ignore' }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-30, -28), dates(-3, -1)], unknownAfter: 2 * DAY }, storeIds: null },
  { parameters: { ...TERMS, windows: [dates(-14, -8)], unknownAfter: 2 * DAY }, storeIds: ['a'] },
];

function dates(first: number, last: number): string {
  return `${formatLocalDate(MIDDLE + first)}..${formatLocalDate(MIDDLE + last)}`;
}

async function computed({ parameters, storeIds }: Pick<Known, 'parameters' | 'storeIds'>): Promise<Known> {
  const { app, database } = ingestion;
  const shards = new ShardReport(new FigureData(app.get(StoreSchedules), app.get(Closures)), new Calculator());
  const range = { first: 'a', last: 'c', only: storeIds ?? undefined };
  return database.transaction(async (client) => {
    const { csv, neverObserved } = await shards.compute(client, range, parameters);
    const figures = `${csv}${neverObserved} never observed`;
    return { parameters, storeIds, figures, writeNo: await lastWriteNo(client) };
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
  const unknownAfter = parameters.unknownAfter === Infinity ? null : parameters.unknownAfter;
  const stores = { storeIds: storeIds && [...storeIds], attributes: null };
  const basis = { ...parameters, ...stores, unknownAfter, windows: [...parameters.windows] };
  return (await superseding.isSuperseded({ ...basis, seenWriteNo: writeNo })) === true;
}

/** What was written, and between which dates it can matter at all. */
interface Write {
  readonly told: string;
  readonly storeId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Whether it only adds an observation of the status that its store has. */
  readonly repeatsStatus?: boolean;
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
  if (random.chance(0.4)) return observeAnything(storeId, date, random);
  const style = random.fraction();
  if (style < 0.25) {
    await schedules.setHours(storeId, someHours(random), from, SENT);
    return { told: `hours from ${from}`, storeId, from, to: Infinity };
  }
  if (style < 0.4) {
    await schedules.setTimezone(storeId, random.pick([...SOME_ZONES, null]), from, SENT);
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

/** One to three observations of a store; or one of the status that it has, if it was ever observed. */
async function observeAnything(storeId: string, date: LocalDate, random: Random): Promise<Write> {
  const first = date * DAY + random.below(DAY);
  const [known] = await ingestion.query(
    `SELECT active FROM observation JOIN store USING (store_key, bucket)
     WHERE store_id = $1 AND observed_at < ${fromMicros('$2::bigint')} ORDER BY observed_at DESC LIMIT 1`,
    [storeId, first],
  );
  const repeatsStatus = known !== undefined && random.chance(0.4);
  const instants = repeatsStatus ? [first] : [0, DAY / 2, 3 * DAY].slice(random.below(3)).map((after) => first + after);
  const rows = instants.map((instant) => {
    const isActive = repeatsStatus ? known.active === true : random.chance(0.5);
    return `${storeId},${isActive ? 'active' : 'inactive'},${formatTimestamp(instant)}\n`;
  });
  await ingestion.receive('store-status', STATUS, rows.join(''));
  return { told: rows.join(''), storeId, from: date, to: Infinity, repeatsStatus };
}

function someHours(random: Random): WeeklyHours {
  if (random.chance(0.2)) return 'always_open';
  if (random.chance(0.2)) return [];
  const opens = random.below(24) * HOUR;
  const closes = random.below(25) * HOUR;
  return [0, 1, 2, 3, 4, 5, 6].filter(() => random.chance(0.8)).map((dayOfWeek) => ({ dayOfWeek, opens, closes }));
}
