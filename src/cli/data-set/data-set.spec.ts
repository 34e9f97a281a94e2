import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, HOUR, type Micros } from '../../calculator/instants';
import { zoneName } from '../../calculator/schedule/zones';
import { type DataSet, ENDING_AT, writeDataSet } from './data-set';
import { eveningBefore } from './event';
import { readArguments } from './arguments';

const demo: DataSet = { stores: 500, days: 8, pollsPerDay: 16, seed: 7 };
const tiny: DataSet = { stores: 20, days: 2, pollsPerDay: 16, seed: 7 };

const folders: string[] = [];

interface Files {
  readonly status: string;
  readonly hours: string;
  readonly zones: string;
  readonly stores: string;
}

async function generate(dataSet: DataSet): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'data-set-'));
  folders.push(folder);
  await writeDataSet(dataSet, folder);
  return {
    status: await readFile(join(folder, 'store_status.csv'), 'utf8'),
    hours: await readFile(join(folder, 'menu_hours.csv'), 'utf8'),
    zones: await readFile(join(folder, 'timezones.csv'), 'utf8'),
    stores: await readFile(join(folder, 'stores.csv'), 'utf8'),
  };
}

function rowsOf(file: string): string[][] {
  return file
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(','));
}

function instantOf(timestamp = ''): Micros {
  const [second = '', fraction = ''] = timestamp.replace(' UTC', '').split('.');
  return Date.parse(`${second.replace(' ', 'T')}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

function grouped(rows: readonly string[][]): string[][][] {
  const groups = new Map<string, string[][]>();
  for (const row of rows) {
    const [id = ''] = row;
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return [...groups.values()];
}

describe('a generated data set', () => {
  let files: Files;
  let observations: { store: string; active: boolean; instant: Micros }[];

  beforeAll(async () => {
    files = await generate(demo);
    observations = rowsOf(files.status).map(([store = '', status, timestamp]) => ({
      store,
      active: status === 'active',
      instant: instantOf(timestamp),
    }));
  });

  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  it('is the same, byte for byte, for the same arguments', async () => {
    expect(await generate(tiny)).toEqual(await generate(tiny));
  });

  it('differs for a different seed', async () => {
    const [one, other] = [await generate(tiny), await generate({ ...tiny, seed: 8 })];
    expect(one.status).not.toBe(other.status);
    expect(one.hours).not.toBe(other.hours);
    expect(one.zones).not.toBe(other.zones);
    expect(one.stores).not.toBe(other.stores);
  });

  it('has only well-formed lines, including a final line end', () => {
    const id = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
    const time = '\\d\\d:\\d\\d:\\d\\d';
    const status = `(${id},(in)?active,2024-10-\\d\\d ${time}(\\.\\d{0,5}[1-9])? UTC\n)+`;
    expect(files.status).toMatch(new RegExp(`^store_id,status,timestamp_utc\n${status}$`));
    const hours = `(${id},[0-6],${time},${time}\n)+`;
    expect(files.hours).toMatch(new RegExp(`^store_id,dayOfWeek,start_time_local,end_time_local\n${hours}$`));
    expect(files.zones).toMatch(new RegExp(`^store_id,timezone_str\n(${id},[A-Za-z_/]+\n)+$`));
  });

  it('has the requested number of observations, less the polls that never arrive, without duplicates', () => {
    expect(Math.abs(observations.length / (500 * 8 * 16) - 0.98)).toBeLessThan(0.01);
    expect(new Set(observations.map(({ store, instant }) => `${store} ${instant}`)).size).toBe(observations.length);
    expect(new Set(observations.map(({ store }) => store)).size).toBe(500);
  });

  it('ends at a fixed instant, and begins the given number of days before it', () => {
    const instants = observations.map(({ instant }) => instant);
    const first = instants.reduce((a, b) => Math.min(a, b));
    const last = instants.reduce((a, b) => Math.max(a, b));
    expect(first).toBeGreaterThanOrEqual(ENDING_AT - 8 * DAY);
    expect(first).toBeLessThan(ENDING_AT - 8 * DAY + HOUR);
    expect(last).toBeLessThan(ENDING_AT);
    expect(last).toBeGreaterThanOrEqual(ENDING_AT - HOUR);
  });

  it('ends at a given instant', async () => {
    const endingAt = Date.UTC(2025, 0, 1, 12, 34) * 1000;
    const { status } = await generate({ ...tiny, endingAt });
    for (const [, , timestamp] of rowsOf(status)) {
      expect(instantOf(timestamp)).toBeGreaterThanOrEqual(endingAt - 2 * DAY);
      expect(instantOf(timestamp)).toBeLessThan(endingAt);
    }
  });

  it('has about twelve observations to a run of one status, and is mostly active', () => {
    const latest = new Map<string, boolean>();
    let runs = 0;
    for (const { store, active } of observations.toSorted((a, b) => a.instant - b.instant)) {
      if (latest.get(store) !== active) runs++;
      latest.set(store, active);
    }
    expect(observations.length / runs).toBeGreaterThan(10.5);
    expect(observations.length / runs).toBeLessThan(13.5);
    const share = observations.filter(({ active }) => active).length / observations.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.97);
  });

  it('is in no order: every hundredth of the file has rows of most stores and of all days', () => {
    const length = Math.ceil(observations.length / 100);
    for (let from = 0; from + length <= observations.length; from += length) {
      const part = observations.slice(from, from + length);
      expect(new Set(part.map(({ store }) => store)).size).toBeGreaterThan(300);
      expect(new Set(part.map(({ instant }) => Math.floor(instant / DAY))).size).toBe(8);
    }
  });

  it('leaves one store in six without hours, and a few without a zone', () => {
    const stores = new Set(observations.map(({ store }) => store));
    const withHours = new Set(rowsOf(files.hours).map(([store]) => store));
    const withZone = new Set(rowsOf(files.zones).map(([store]) => store));
    expect(stores.size - withHours.size).toBeGreaterThan(60);
    expect(stores.size - withHours.size).toBeLessThan(110);
    expect(stores.size - withZone.size).toBeGreaterThan(5);
    expect(stores.size - withZone.size).toBeLessThan(30);
    for (const store of [...withHours, ...withZone]) expect(stores.has(store ?? '')).toBe(true);
  });

  it('has zones that the time zone database knows', () => {
    for (const [, zone = ''] of rowsOf(files.zones)) expect(zoneName(zone)).toBe(zone);
  });

  it('names every store, with a region, a brand and a platform', () => {
    const [, ...lines] = files.stores.trimEnd().split('\n');
    const stores = lines.map((line) => /^([^,]+),"([^"]+)",(\w+),([\w ]+),(\w+)$/.exec(line)?.slice(1) ?? []);
    expect(files.stores).toMatch(/^store_id,name,region,brand,platform\n/);
    expect(new Set(stores.map(([id]) => id))).toEqual(new Set(observations.map(({ store }) => store)));
    expect(new Set(stores.map(([, name]) => name)).size).toBe(500);
    const regions = new Map(stores.map(([id = '', , region = '']) => [id, region]));
    for (const [id = '', zone] of rowsOf(files.zones)) {
      if (zone === 'America/New_York') expect(regions.get(id)).toBe('East');
      if (zone === 'America/Los_Angeles') expect(regions.get(id)).toBe('West');
    }
    for (const [, name = '', , brand = ''] of stores) expect(name.startsWith(`${brand}, `)).toBe(true);
  });

  it('can have an event, which takes down some stores of a region and changes nothing else', async () => {
    const event = eveningBefore(ENDING_AT);
    const { region, from, to } = event;
    expect(new Date(from / 1000).toISOString()).toBe('2024-10-12T22:00:00.000Z');
    const planted = await generate({ ...demo, event });
    expect({ ...planted, status: '' }).toEqual({ ...files, status: '' });
    const [calm, down] = [files.status.split('\n'), planted.status.split('\n')];
    expect(down).toHaveLength(calm.length);
    const changed = down.filter((line, index) => line !== calm[index]).map((line) => line.split(','));
    const regions = new Map(files.stores.split('\n').map((line) => [line.split(',')[0], line]));
    for (const [id, status, timestamp] of changed) {
      expect(regions.get(id)).toContain(`,${region},`);
      expect(status).toBe('inactive');
      expect(instantOf(timestamp)).toBeGreaterThanOrEqual(from);
      expect(instantOf(timestamp)).toBeLessThan(to + HOUR / 12);
    }
    const inRegion = [...regions.values()].filter((line) => line.includes(`,${region},`)).length;
    const share = new Set(changed.map(([id]) => id)).size / inRegion;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.5);
  });

  it('has stores of every kind of hours', () => {
    const stores = grouped(rowsOf(files.hours));
    const share = (matches: (rows: string[][]) => boolean): number => stores.filter(matches).length / stores.length;
    const days = (rows: string[][]): number => new Set(rows.map(([, day]) => day)).size;
    const wholeDay = ([, , start, end = '']: string[]): boolean => start === '00:00:00' && end > '23:58';
    const afterMidnight = ([, , start, end = '']: string[]): boolean => start === '00:00:00' && end < '05:00';

    expect(share((rows) => rows.every(wholeDay))).toBeGreaterThan(0.08);
    expect(share((rows) => rows.some(afterMidnight))).toBeGreaterThan(0.13);
    expect(share((rows) => rows.length > days(rows) && !rows.some(afterMidnight))).toBeGreaterThan(0.02);
    expect(share((rows) => days(rows) < 7)).toBeGreaterThan(0.12);
    for (const [, , start = '', end = ''] of stores.flat()) expect(start < end).toBe(true);
  });

  it('polls stores more often while they are open', () => {
    const daytimeOnly = new Set(
      grouped(rowsOf(files.hours))
        .filter((rows) => rows.every(([, , start = '']) => start >= '10:00'))
        .map(([row]) => row?.[0]),
    );
    // From 08:00 to 12:00 UTC it is night in all of the United States; from 20:00 to 24:00 it is day.
    const polls = (from: number): number =>
      observations.filter(({ store, instant }) => {
        const hour = (instant % DAY) / HOUR;
        return daytimeOnly.has(store) && hour >= from && hour < from + 4;
      }).length;
    expect(polls(20)).toBeGreaterThan(2 * polls(8));
    expect(polls(8)).toBeGreaterThan(0);
  });
});

describe('the arguments of generate', () => {
  it('are optional, except for the folder', () => {
    expect(readArguments(['--out', 'x'])).toEqual({
      dataSet: { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 },
      folder: 'x',
    });
  });

  it('determine what to write', () => {
    const args = ['--stores', '5', '--days=3', '--polls', '24', '--seed', '0', '--out', 'x'];
    expect(readArguments(args)).toEqual({ dataSet: { stores: 5, days: 3, pollsPerDay: 24, seed: 0 }, folder: 'x' });
  });

  it('may ask for help', () => {
    expect(readArguments(['--help'])).toBe('help');
  });

  it('are listed in one message if they are invalid', () => {
    expect(() => readArguments(['--stores', 'many', '--days', '0', '--seed=-1', '--size', '-x', 'y'])).toThrow(
      new Error(
        'Invalid arguments: --size is unknown; -x is unknown; unexpected argument "y"; ' +
          '--stores must be a whole number from 1 to 1000000; --days must be a whole number from 1 to 366; ' +
          '--seed must be a whole number from 0 to 4294967295; --out must name a folder (see --help)',
      ),
    );
  });

  it('are invalid without their values', () => {
    expect(() => readArguments(['--out', 'x', '--polls'])).toThrow('--polls must be a whole number from 1 to 1440');
  });
});
