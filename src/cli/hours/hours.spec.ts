import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { kindsOf, layoutOf } from '../../ingestion/csv/columns';
import { csvRecords } from '../../ingestion/csv/csv-records';
import { headerOf } from '../../ingestion/csv/header';
import { decodeBusinessHours, decodeSpecialHours, decodeTimezone } from '../../ingestion/csv/rows';
import { HOUR, MINUTE } from '../../calculator/instants';
import { parseLocalDate } from '../../calculator/schedule/local-date';
import { main } from './convert';

const LOCATION = {
  storeCode: 'a',
  regularHours: {
    periods: [
      { openDay: 'FRIDAY', openTime: { hours: 18 }, closeDay: 'SATURDAY', closeTime: { hours: 2, minutes: 30 } },
    ],
  },
  specialHours: { specialHourPeriods: [{ startDate: { year: 2024, month: 12, day: 25 }, closed: true }] },
};

let folder: string;
let out: string;
let printed: string;
let noted: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hours-'));
  out = join(folder, 'some', 'out');
  printed = noted = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    noted += String(text);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function file(content: unknown): Promise<string> {
  const path = join(folder, 'hours.json');
  await writeFile(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

async function written(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(out)) found[name] = await readFile(join(out, name), 'utf8');
  return found;
}

describe('npm run hours', () => {
  it('writes files, and says what it wrote', async () => {
    expect(await main(['--from', 'google', await file(LOCATION), '--out', out])).toBe(0);
    expect(await written()).toEqual({
      'menu_hours.csv': 'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\na,4,18:00:00,02:30:00,\n',
      'special_hours.csv': 'store_id,date,start_time_local,end_time_local\na,2024-12-25,,\n',
      'timezones.csv': 'store_id,timezone_str\n',
    });
    expect(printed).toContain('menu_hours.csv: 1 rows\n');
    expect(noted).toBe('');
  });

  it('replaces what an earlier file said', async () => {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'timezones.csv'), 'store_id,timezone_str\nold,Asia/Tokyo\n');
    await main(['--from', 'google', await file(LOCATION), '--out', out]);
    expect((await written())['timezones.csv']).toBe('store_id,timezone_str\n');
  });

  it('writes rows that an import accepts', async () => {
    const store = {
      service_availability: [{ day_of_week: 'monday', time_periods: [{ start_time: '09:30', end_time: '23:59' }] }],
      timezone: 'America/Chicago',
    };
    await main(['--from', 'uber-eats', await file(store), '--out', out, '--store-id', '12']);
    const { 'menu_hours.csv': hours = '', 'timezones.csv': zones = '' } = await written();
    expect(await decoded(hours)).toEqual([
      { storeId: '12', from: -Infinity, dayOfWeek: 0, opens: 9.5 * HOUR, closes: 24 * HOUR },
    ]);
    expect(await decoded(zones)).toEqual([{ storeId: '12', from: -Infinity, timezone: 'America/Chicago' }]);

    const place = {
      identifier: '12',
      openingHoursSpecification: { opens: '18:00:00', closes: '02:15', validFrom: '2024-11-01' },
    };
    await main(['--from', 'schema-org', await file(place), '--out', out]);
    const rows = await decoded((await written())['menu_hours.csv'] ?? '');
    expect(rows).toHaveLength(7);
    const from = parseLocalDate('2024-11-01');
    expect(rows[6]).toEqual({ storeId: '12', from, dayOfWeek: 6, opens: 18 * HOUR, closes: 2 * HOUR + 15 * MINUTE });

    await main(['--from', 'google', await file(LOCATION), '--out', out]);
    const special = await decoded((await written())['special_hours.csv'] ?? '');
    expect(special).toEqual([{ storeId: 'a', date: parseLocalDate('2024-12-25'), hours: undefined }]);
  });

  it('says which stores the files cannot express', async () => {
    const stores = [
      { id: 'a', service_availability: [] },
      ...Array.from({ length: 12 }, (_, index) => ({ id: `b${index}` })),
    ];
    expect(await main(['--from', 'uber-eats', await file(stores), '--out', out])).toBe(0);
    expect(noted).toMatch(
      /^– a: It is closed on every weekday, .*PUT \/stores\/a\/business-hours {"closed":true}\.\n– b0, b1, .*, b9 and 2 others: /,
    );
  });

  it('has its system, its file and its folder from the command line', async () => {
    const path = await file(LOCATION);
    await expect(main([path, '--out', out])).rejects.toThrow('--from must be one of google, uber-eats, schema-org');
    await expect(main(['--from', 'bing', path, '--out', out])).rejects.toThrow('--from must be one of');
    await expect(main(['--from', 'google', '--out', out])).rejects.toThrow('Give one file');
    await expect(main(['--from', 'google', path, path, '--out', out])).rejects.toThrow('Give one file');
    await expect(main(['--from', 'google', path])).rejects.toThrow('--out must name a folder');
    await expect(main(['--from', 'google', path, '--out', out, '--store-id', 'a b'])).rejects.toThrow(
      '--store-id must be',
    );
    expect(await main(['--help'])).toBe(0);
    expect(printed).toContain('npm run hours -- --from google|uber-eats|schema-org FILE --out FOLDER');
    expect(await readdir(folder)).toEqual(['hours.json']);
  });

  it.each([
    ['no JSON', '<html>\u001b[31m', 'hours.json: it is not JSON: '],
    ['not UTF-8', Buffer.from('"\xff"', 'latin1'), 'hours.json is not in UTF-8.'],
    ['of another form', '"text"', 'hours.json: the store: '],
    ['without stores', [], 'hours.json: it has no regularHours or specialHours'],
    ['without hours', [{ storeCode: 'a' }, { storeCode: 'b' }], 'hours.json: it has no regularHours or specialHours'],
    [
      'with a wrong value',
      { locations: [LOCATION, { storeCode: 'b', regularHours: { periods: [{}] } }] },
      'hours.json: locations[1].regularHours.periods[0].openDay: must be one of',
    ],
    ['with two stores of one id', [LOCATION, { storeCode: 'b' }, LOCATION], 'hours.json: [2]: has the id of [0], a'],
  ])('writes nothing for a file that is %s', async (_, content, message) => {
    const failure = main(['--from', 'google', await file(content), '--out', out]);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow(/\u001b/);
    expect(await readdir(folder)).toEqual(['hours.json']);
  });

  it('gives an id to no more than one store', async () => {
    const path = await file([LOCATION, { ...LOCATION, storeCode: 'b' }]);
    await expect(main(['--from', 'google', path, '--out', out, '--store-id', 'c'])).rejects.toThrow(
      'it has 2 stores, and --store-id is for a file with one',
    );
  });

  it('reads a file with a byte-order mark, and none that is too large or not there', async () => {
    const path = await file(`\ufeff${JSON.stringify(LOCATION)}`);
    expect(await main(['--from', 'google', path, '--out', out])).toBe(0);
    await truncate(path, 100_000_001);
    await expect(main(['--from', 'google', path, '--out', out])).rejects.toThrow(
      'more than the 100.0 MB that are read',
    );
    await expect(main(['--from', 'google', join(folder, 'none'), '--out', out])).rejects.toThrow('ENOENT');
  });
});

/** What an import reads from a file, which its header must tell the kind of. */
async function decoded(text: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  let header: ReturnType<typeof headerOf> | undefined;
  for await (const records of csvRecords(Readable.from([Buffer.from(text)]))) {
    for (const record of records) {
      if (!header) header = headerOf(record);
      else {
        const [kind, ...others] = kindsOf(header.names);
        expect(others).toEqual([]);
        if (kind === 'business-hours') rows.push(decodeBusinessHours(record, layoutOf(kind, header)));
        if (kind === 'special-hours') rows.push(decodeSpecialHours(record, layoutOf(kind, header)));
        if (kind === 'timezones') rows.push(decodeTimezone(record, layoutOf(kind, header)));
      }
    }
  }
  return rows;
}
