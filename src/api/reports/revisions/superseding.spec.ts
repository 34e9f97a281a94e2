import { SENT } from '../../../../test/support/access/act';
import { HOURS, Ingestion, STATUS, ZONES } from '../../../../test/support/modules/ingestion';
import { Calculator } from '../../../calculator/calculator';
import { DAY, HOUR, type Micros } from '../../../calculator/instants';
import { lastWriteNo } from '../../../ingestion/data-changes';
import { SchedulesService } from '../../../ingestion/schedules.service';
import { Database } from '../../../platform/database/database';
import { Closures } from '../../../stores/schedules/closures';
import { StoreFinder } from '../../../stores/finding/store-finder';
import { StoreSchedules } from '../../../stores/schedules/store-schedules';
import { Superseding } from '../../../reports/superseding';

const OCTOBER_7 = Date.UTC(2024, 9, 7) * 1000;
const DATED_HOURS = HOURS.replace('\n', ',effective_from\n');
const SPECIAL = 'store_id,date,start_time_local,end_time_local\n';
const CLOSURES = 'store_id,from,to,reason\n';

/** What a report saw: by default, of all stores on 7 October. */
interface Report {
  readonly asOf?: Micros;
  readonly windows?: string[];
  readonly storeIds?: string[] | null;
  readonly attributes?: Readonly<Record<string, readonly string[]>> | null;
  readonly closures?: 'exclude' | 'ignore';
  readonly unknownAfter?: Micros;
}

const ingestion = Ingestion.forEachTest();

let seen: number;

async function lastWrite(): Promise<number> {
  return ingestion.database.transaction(lastWriteNo);
}

/** Whether a report that was computed before the test's own writes is no longer up to date. */
async function isSuperseded(report: Report = {}) {
  const { asOf = OCTOBER_7 + 400 * DAY, windows = ['2024-10-07'], storeIds = null, attributes = null } = report;
  const { closures = 'exclude', unknownAfter = null } = report;
  const { app } = ingestion;
  const superseding = new Superseding(
    app.get(Database),
    app.get(StoreSchedules),
    app.get(Closures),
    app.get(StoreFinder),
    new Calculator(),
  );
  const stores = { storeIds, attributes };
  const basis = { asOf, windows, ...stores, closures, unknownAfter, defaultTimezone: 'UTC', endOfDayGrace: false };
  return superseding.isSuperseded({ ...basis, seenWriteNo: seen });
}

const schedules = () => ingestion.app.get(SchedulesService);

beforeEach(async () => {
  await ingestion.receive('store-status', `${STATUS}a,active,2024-10-07 12:00:00\nb,active,2024-10-07 12:00:00\n`);
  seen = await lastWrite();
});

it('a report is up to date until something is written', async () => {
  expect(seen).toBeGreaterThan(0);
  expect(await isSuperseded()).toBe(false);
});

describe('a report that is limited by attributes', () => {
  const limited = { attributes: { region: ['West'] } };

  beforeEach(async () => {
    await ingestion.receive('stores', 'store_id,region\na,West\n');
    seen = await lastWrite();
  });

  it('does not change with the schedules of other stores', async () => {
    expect(await isSuperseded(limited)).toBe(false);
    await ingestion.receive('business-hours', `${HOURS}b,0,09:00,17:00\n`);
    expect([await isSuperseded(limited), await isSuperseded()]).toEqual([false, true]);
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
    expect(await isSuperseded(limited)).toBe(true);
  });

  it('does not change with the status of other stores', async () => {
    await ingestion.receive('store-status', `${STATUS}b,inactive,2024-10-07 13:00:00\n`);
    expect([await isSuperseded(limited), await isSuperseded()]).toEqual([false, true]);
    await ingestion.receive('store-status', `${STATUS}a,inactive,2024-10-07 13:00:00\n`);
    expect(await isSuperseded(limited)).toBe(true);
  });

  it('changes with the removal of a store if it is of those without attributes', async () => {
    await schedules().setTimezone('new', 'UTC', -Infinity, SENT);
    await schedules().setTimezone('new', null, -Infinity, SENT);
    seen = await lastWrite();
    await schedules().removeStore('new', SENT);
    expect(await isSuperseded({ attributes: { region: ['', 'East'] } })).toBe(true);
    expect(await isSuperseded({ attributes: { region: ['', 'East'], brand: ['Taco Town'] } })).toBe(false);
  });

  it('changes with attributes, which may change its stores, as others do not', async () => {
    await ingestion.receive('stores', 'store_id,region\nb,West\n');
    expect([await isSuperseded(limited), await isSuperseded()]).toEqual([true, false]);
  });
});

describe('a write of a schedule', () => {
  it.each([
    ['hours', async () => ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`)],
    ['a zone', async () => ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\n`)],
    ['special hours', async () => ingestion.receive('special-hours', `${SPECIAL}a,2024-10-07,,\n`)],
    ['a closure', async () => ingestion.receive('closures', `${CLOSURES}a,2024-10-07 12:00,2024-10-07 13:00,\n`)],
  ])('changes reports with its store: %s', async (_what, write) => {
    await write();
    expect(await isSuperseded()).toBe(true);
    expect(await isSuperseded({ storeIds: ['b', 'a'] })).toBe(true);
    expect(await isSuperseded({ storeIds: ['b'] })).toBe(false);
    seen = await lastWrite();
    expect(await isSuperseded()).toBe(false);
  });

  it('that changes nothing leaves reports up to date', async () => {
    const write = async () => {
      await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
      await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\n`);
      await ingestion.receive('special-hours', `${SPECIAL}a,2024-10-07,,\n`);
      await ingestion.receive('closures', `${CLOSURES}a,2024-10-07 12:00,2024-10-07 13:00,\n`);
    };
    await write();
    seen = await lastWrite();
    await write();
    expect(await lastWrite()).toBeGreaterThan(seen);
    expect(await isSuperseded()).toBe(false);
  });

  it('changes the windows that its version reaches, and no others', async () => {
    await ingestion.receive('business-hours', `${DATED_HOURS}a,0,09:00,17:00,2024-11-01\n`);
    seen = await lastWrite();
    await ingestion.receive('business-hours', `${DATED_HOURS}a,0,10:00,17:00,2024-10-14\n`);
    expect(await isSuperseded({ windows: ['2024-10-07'] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-14'] })).toBe(true);
    expect(await isSuperseded({ windows: ['2024-10-28'] })).toBe(true);
    expect(await isSuperseded({ windows: ['2024-11-04'] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-07', '2024-10-14'] })).toBe(true);
  });

  it('leaves reports up to date whose scheduled time it does not change', async () => {
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
    seen = await lastWrite();
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\na,1,09:00,17:00\n`);
    expect(await isSuperseded({ windows: ['2024-10-07'] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-08'] })).toBe(true);
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
    expect(await isSuperseded({ windows: ['2024-10-08'] })).toBe(false);
  });

  it('changes the windows that touch its special date or closure, and no others', async () => {
    await ingestion.receive('special-hours', `${SPECIAL}a,2024-10-17,,\n`);
    expect(await isSuperseded()).toBe(false);
    const [from, to] = [OCTOBER_7 + HOUR, OCTOBER_7 + 2 * HOUR];
    await ingestion.receive('closures', `${CLOSURES}a,2024-10-07T01:00:00Z,2024-10-07T02:00:00Z,\n`);
    const windows = ['last_hour'];
    expect(await isSuperseded({ windows, asOf: from })).toBe(false);
    expect(await isSuperseded({ windows, asOf: from + 1 })).toBe(true);
    expect(await isSuperseded({ windows, asOf: to + HOUR - 1 })).toBe(true);
    expect(await isSuperseded({ windows, asOf: to + HOUR })).toBe(false);
  });

  it('of a store that was unknown adds a row to every report, whatever its date', async () => {
    await ingestion.receive('special-hours', `${SPECIAL}new,2054-10-17,,\n`);
    expect(await isSuperseded()).toBe(false);
    await ingestion.receive('business-hours', `${DATED_HOURS}new,0,09:00,17:00,2054-10-17\n`);
    expect(await isSuperseded()).toBe(true);
    expect(await isSuperseded({ storeIds: ['a'] })).toBe(false);
  });

  it('of a store that nothing else names changes no report, as it has no row', async () => {
    await ingestion.receive('special-hours', `${SPECIAL}new,2024-10-07,,\n`);
    await ingestion.receive('closures', `${CLOSURES}new,2024-10-07 12:00,2024-10-07 13:00,\n`);
    expect(await isSuperseded()).toBe(false);
  });

  it('of a store that is removed again, or created again, leaves the rows that there were', async () => {
    const create = async () => schedules().setTimezone('new', 'UTC', -Infinity, SENT);
    const remove = async () => {
      await schedules().setTimezone('new', null, -Infinity, SENT);
      await schedules().removeStore('new', SENT);
    };
    await create();
    await remove();
    expect(await isSuperseded()).toBe(false);
    await create();
    seen = await lastWrite();
    await remove();
    expect(await isSuperseded()).toBe(true);
    await create();
    expect(await isSuperseded()).toBe(false);
  });

  it('of another date of a known store adds none', async () => {
    await ingestion.receive('business-hours', `${DATED_HOURS}a,0,09:00,17:00,2054-10-17\n`);
    expect(await isSuperseded()).toBe(false);
  });
});

describe('a closure', () => {
  const declare = async (storeId: string) =>
    schedules().declareClosure({ storeId, from: OCTOBER_7, to: OCTOBER_7 + HOUR, reason: '' }, SENT);

  it('of all stores changes reports of any', async () => {
    await declare('*');
    expect(await isSuperseded()).toBe(true);
    expect(await isSuperseded({ storeIds: ['b'] })).toBe(true);
  });

  it.each(['a', '*'])(
    'of %s that is revoked again, or takes the place of another one, changes none',
    async (storeId) => {
      const { closureId } = await declare(storeId);
      await schedules().revokeClosure(closureId, SENT);
      expect(await isSuperseded()).toBe(false);
      const other = await declare(storeId);
      seen = await lastWrite();
      await schedules().revokeClosure(other.closureId, SENT);
      await schedules().declareClosure({ storeId, from: OCTOBER_7, to: OCTOBER_7 + HOUR, reason: 'storm' }, SENT);
      expect(await isSuperseded()).toBe(false);
    },
  );

  it('changes no report that ignores closures', async () => {
    await declare('a');
    await declare('*');
    expect(await isSuperseded({ closures: 'ignore' })).toBe(false);
    await schedules().setSpecialHours('a', OCTOBER_7 / DAY, [], SENT);
    expect(await isSuperseded({ closures: 'ignore' })).toBe(true);
  });

  it('changes reports once more when it is revoked, but not when it is revoked again', async () => {
    const { closureId } = await declare('a');
    seen = await lastWrite();
    await schedules().revokeClosure(closureId, SENT);
    expect(await isSuperseded()).toBe(true);
    seen = await lastWrite();
    await schedules().revokeClosure(closureId, SENT);
    expect(await isSuperseded()).toBe(false);
  });
});

describe('an observation', () => {
  const observe = async (...rows: string[]) => ingestion.receive('store-status', `${STATUS}${rows.join('\n')}\n`);

  it('of the status that a store has changes only reports in which observations speak for a limited time', async () => {
    await observe('a,active,2024-10-07 14:00:00');
    expect(await isSuperseded()).toBe(false);
    expect(await isSuperseded({ unknownAfter: HOUR })).toBe(true);
    expect(await isSuperseded({ unknownAfter: HOUR, storeIds: ['a'] })).toBe(true);
    expect(await isSuperseded({ unknownAfter: HOUR, storeIds: ['b'] })).toBe(false);
  });

  it('changes reports from its window on, in which it may still speak', async () => {
    await observe('a,active,2024-10-08 20:00:00');
    const windows = ['last_hour'];
    const superseded = async (asOf: Micros) =>
      Promise.all([null, ['a']].map((storeIds) => isSuperseded({ asOf, windows, unknownAfter: HOUR, storeIds })));
    const at = OCTOBER_7 + DAY + 20 * HOUR;
    expect(await superseded(at)).toEqual([false, false]);
    expect(await superseded(at + 1)).toEqual([true, true]);
    expect(await superseded(at + 2 * HOUR - 1)).toEqual([true, true]);
    expect(await superseded(at + 2 * HOUR)).toEqual([false, false]);
  });

  it('of another status changes the windows in which it holds, and no others', async () => {
    await observe('a,active,2024-10-09 12:00:00');
    seen = await lastWrite();
    await observe('a,inactive,2024-10-08 18:00:00');
    for (const window of ['2024-10-08', '2024-10-09']) expect(await isSuperseded({ windows: [window] })).toBe(true);
    for (const window of ['2024-10-07', '2024-10-10']) expect(await isSuperseded({ windows: [window] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-08'], storeIds: ['b'] })).toBe(false);
  });

  it('of another status changes nothing while its store is closed, or planned to be', async () => {
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
    await ingestion.receive('closures', `${CLOSURES}a,2024-10-07 15:00,2024-10-07 16:00,\n`);
    seen = await lastWrite();
    await observe('a,inactive,2024-10-07 15:00:00', 'a,active,2024-10-07 16:00:00');
    expect(await isSuperseded()).toBe(false);
    expect(await isSuperseded({ closures: 'ignore' })).toBe(true);
    await observe('a,inactive,2024-10-07 17:00:00');
    expect(await isSuperseded()).toBe(false);
    await observe('a,inactive,2024-10-07 16:59:59');
    expect(await isSuperseded()).toBe(true);
  });

  it('of a store that was unknown adds a row to every report, whenever it was made', async () => {
    await observe('new,active,2024-10-12 12:00:00');
    const [windows, unknownAfter] = [['2024-10-08'], HOUR];
    const reports = [{}, { windows }, { windows, unknownAfter }, { windows, attributes: { region: [''] } }];
    for (const report of reports) expect(await isSuperseded(report)).toBe(true);
    expect(await isSuperseded({ windows, storeIds: ['a'] })).toBe(false);
    seen = await lastWrite();
    await observe('new,active,2024-10-13 12:00:00', 'a,active,2024-10-13 12:00:00');
    for (const report of reports) expect(await isSuperseded(report)).toBe(false);
  });

  it('is the first of a store for reports that told that it was never observed', async () => {
    await ingestion.receive('business-hours', `${HOURS}new,5,09:00,17:00\n`);
    seen = await lastWrite();
    await observe('new,active,2024-10-08 12:00:00');
    expect(await isSuperseded({ windows: ['2024-10-07'] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-08'] })).toBe(true);
    expect(await isSuperseded({ windows: ['2024-10-08'], storeIds: ['a'] })).toBe(false);
    // It is open on Saturdays only: an earlier observation tells nothing new.
    seen = await lastWrite();
    await observe('new,active,2024-10-07 12:00:00');
    expect(await isSuperseded({ windows: ['2024-10-08'] })).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-07'] })).toBe(true);
  });

  it('long before a window changes a report by which it no longer speaks, if it is the first', async () => {
    const report = { windows: ['2024-10-07'], unknownAfter: HOUR };
    await observe('a,inactive,2024-10-01 12:00:00');
    expect(await isSuperseded(report)).toBe(true);
    seen = await lastWrite();
    await observe('a,active,2024-10-02 12:00:00');
    expect(await isSuperseded(report)).toBe(false);
    expect(await isSuperseded({ windows: ['2024-10-07'] })).toBe(true);
  });
});

it('the record of what changed outlives the import, whose id stays known', async () => {
  await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`);
  const { importId } = await ingestion.receive('business-hours', `${HOURS}a,0,10:00,17:00\n`);
  await ingestion.query('DELETE FROM import');
  expect(await ingestion.query('SELECT FROM schedule_change')).toHaveLength(2);
  expect(
    await ingestion.query('SELECT store_id, before, after FROM schedule_change WHERE import_id = $1', [importId]),
  ).toEqual([{ store_id: 'a', before: '0 09:00:00 17:00:00', after: '0 10:00:00 17:00:00' }]);
});
