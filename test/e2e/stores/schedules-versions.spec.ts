import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const HOURS = 'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\n';
const ZONES = 'store_id,timezone_str,effective_from\n';
const ALL_WEEK = [0, 1, 2, 3, 4, 5, 6];

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', DEFAULT_TIMEZONE: 'UTC' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

/** A store that is always active. */
async function newStore(storeId: string): Promise<void> {
  await service.observe([{ store_id: storeId, status: 'active', timestamp_utc: '2024-09-01T00:00:00Z' }]);
}

async function put(path: string, body: unknown): Promise<Record<string, unknown>> {
  return json(await service.put(`/stores/${path}`, JSON.stringify(body)));
}

async function receive(kind: string, csv: string): Promise<Record<string, unknown>> {
  return json(await service.importCsv(kind, csv));
}

/** The uptime of a store on dates, in hours, as the report has it. */
async function uptime(storeId: string, ...windows: string[]): Promise<string[]> {
  const { csv } = await service.report({ as_of: '2024-11-30T00:00:00Z', windows });
  const row = csv.split('\n').find((line) => line.startsWith(`${storeId},`)) ?? '';
  return row.split(',').slice(1, 1 + windows.length);
}

async function inForce(storeId: string, at: string): Promise<Record<string, unknown>> {
  return json(await service.get(`/stores/${storeId}/schedule?at=${at}`));
}

const week = (opens: string, closes: string) => ALL_WEEK.map((dayOfWeek) => ({ dayOfWeek, opens, closes }));

describe('versions of hours', () => {
  it('are each in force from their date until the next one', async () => {
    await newStore('versions');
    await put('versions/business-hours', { hours: week('09:00', '17:00'), effective_from: '2024-10-08' });
    await put('versions/business-hours', { closed: true, effective_from: '2024-10-10' });
    const file = ALL_WEEK.map((day) => `versions,${day},10:00,12:00,2024-10-09\n`).join('');
    expect(await receive('business-hours', HOURS + file)).toMatchObject(rowCounts({ read: 7, accepted: 7 }));
    const days = ['2024-10-07', '2024-10-08', '2024-10-09', '2024-10-10', '2024-10-11', '2024-10'];
    // Before the first version no hours are known: the store is open.
    expect(await uptime('versions', ...days)).toEqual(['24.00', '8.00', '2.00', '0.00', '0.00', '178.00']);
  });

  it('are shown for an instant, by the date on the calendar of the store', async () => {
    await put('versions/timezone', { timezone: 'Asia/Tokyo' });
    const found = await inForce('versions', '2024-10-08T14:59:59.999999Z');
    expect(found).toMatchObject({
      ...{ local_date: '2024-10-08', timezone: 'Asia/Tokyo', timezone_is_default: false, always_open: false },
      ...{ hours_effective_from: '2024-10-08', timezone_effective_from: null, closed: false, special_hours: null },
      ...{ hours: week('09:00:00', '17:00:00'), closures: [] },
    });
    expect(await inForce('versions', '2024-10-08T15:00:00Z')).toMatchObject({
      ...{ local_date: '2024-10-09', hours_effective_from: '2024-10-09', hours: week('10:00:00', '12:00:00') },
    });
    expect(await inForce('versions', '2024-12-01T00:00:00Z')).toMatchObject({
      ...{ hours_effective_from: '2024-10-10', hours: [], closed: true, always_open: false },
    });
    expect(await inForce('versions', '2024-10-01T00:00:00Z')).toMatchObject({
      ...{ hours_effective_from: null, hours: [], closed: false, always_open: true },
    });
    expect(await inForce('versions', 'noon')).toMatchObject({ status: 400, code: 'invalid_at' });
  });

  it('are all replaced by a PUT without a date, which says how many', async () => {
    const answer = await put('versions/business-hours', { hours: week('09:00', '17:00'), effective_from: null });
    expect(answer).toMatchObject({
      ...rowCounts({ read: 7, accepted: 7 }),
      note: '3 versions with other dates were removed: rows without a date replace all versions of their store.',
    });
    await put('versions/timezone', { timezone: null });
    expect(await uptime('versions', '2024-10-07', '2024-10-11')).toEqual(['8.00', '8.00']);
    expect(await put('versions/business-hours', { hours: week('09:00', '17:00') })).toMatchObject({
      ...rowCounts({ read: 7, unchanged: 7 }),
      note: null,
    });
  });

  it('can say the same for two dates, and be set anew to what they are', async () => {
    const version = { always_open: true, effective_from: '2024-10-15' };
    expect(await put('versions/business-hours', version)).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect(await put('versions/business-hours', version)).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    expect(await uptime('versions', '2024-10-14', '2024-10-15')).toEqual(['8.00', '24.00']);
  });

  it('have an opening each on the date on which it starts, also after midnight', async () => {
    await newStore('overnight');
    await put('overnight/business-hours', { closed: true });
    await put('overnight/business-hours', { hours: week('22:00', '06:00'), effective_from: '2024-10-07' });
    await put('overnight/business-hours', { closed: true, effective_from: '2024-10-09' });
    const days = ['2024-10-06', '2024-10-07', '2024-10-08', '2024-10-09', '2024-10-10'];
    expect(await uptime('overnight', ...days)).toEqual(['0.00', '2.00', '8.00', '6.00', '0.00']);
  });
});

describe('versions of zones', () => {
  it('are each in force from their date until the next one, null being the default', async () => {
    await newStore('moved');
    const file = `${ZONES}moved,Asia/Tokyo,2024-10-08\nmoved,America/New_York,2024-10-10\nmoved,Asia/Seoul,2024-10-08\n`;
    expect(await receive('timezones', file)).toMatchObject(rowCounts({ read: 3, accepted: 2, unchanged: 1 }));
    const last = { timezone: null, effective_from: '2024-10-12' };
    expect(await put('moved/timezone', last)).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect(await put('moved/timezone', last)).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    const zones = [];
    for (const at of ['2024-10-07T12:00:00Z', '2024-10-09T12:00:00Z', '2024-10-11T12:00:00Z', '2024-10-13T12:00:00Z']) {
      const { timezone, timezone_effective_from: from, timezone_is_default: isDefault } = await inForce('moved', at);
      zones.push([timezone, from, isDefault]);
    }
    expect(zones).toEqual([
      ['UTC', null, true],
      ['Asia/Seoul', '2024-10-08', false],
      ['America/New_York', '2024-10-10', false],
      ['UTC', '2024-10-12', true],
    ]);
    // The days on which a zone begins are shorter or longer by the difference, and nothing is lost between them.
    const days = ['2024-10-07', '2024-10-08', '2024-10-09', '2024-10-10', '2024-10-11', '2024-10-07..2024-10-12'];
    expect(await uptime('moved', ...days)).toEqual(['15.00', '24.00', '37.00', '24.00', '20.00', '144.00']);
  });

  it('are all replaced by one without a date', async () => {
    expect(await put('moved/timezone', { timezone: 'Asia/Tokyo' })).toMatchObject({
      ...rowCounts({ read: 1, accepted: 1 }),
      note: '3 versions with other dates were removed: rows without a date replace all versions of their store.',
    });
    expect(await uptime('moved', '2024-10-07', '2024-10-09')).toEqual(['24.00', '24.00']);
  });
});

describe('a report', () => {
  async function isSuperseded(query: string, change: () => Promise<unknown>): Promise<unknown> {
    const { id } = await service.report({ as_of: '2024-10-20T00:00:00Z', windows: ['2024-10-10'] }, query);
    await change();
    return (await json(await service.get(`/reports/${id}`))).superseded_by_data;
  }

  const version = async (effective_from: string, opens: string) =>
    put('watched/business-hours', { hours: week(opens, '17:00'), effective_from });

  it('is superseded by a version that its windows and stores can see, and by no other', async () => {
    await newStore('watched');
    await newStore('unwatched');
    await version('2024-10-01', '07:00');
    await version('2024-10-10', '08:00');
    await version('2024-10-20', '09:00');
    expect(await isSuperseded('', () => version('2024-10-10', '08:30'))).toBe(true);
    expect(await isSuperseded('', () => version('2024-10-20', '09:30'))).toBe(false);
    expect(await isSuperseded('', () => version('2024-10-05', '09:30'))).toBe(false);
    expect(await isSuperseded('', () => version('2024-10-01', '07:30'))).toBe(false);
    expect(await isSuperseded('?store_id=unwatched', () => version('2024-10-10', '10:00'))).toBe(false);
    expect(await isSuperseded('?store_id=watched', () => version('2024-10-10', '11:00'))).toBe(true);
    expect(await isSuperseded('', () => version('2024-10-10', '11:00'))).toBe(false);
  });
});
