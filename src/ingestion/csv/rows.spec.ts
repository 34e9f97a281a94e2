import { Readable } from 'node:stream';
import { DAY, HOUR, MINUTE, SECOND } from '../../calculator/instants';
import type { Decoded } from '../reject-reasons';
import { type ImportKind, type Layout, layoutOf } from './columns';
import { type CsvRecord, csvRecords } from './csv-records';
import {
  decodeBusinessHours,
  decodeClosure,
  decodeObservation,
  decodeSpecialHours,
  decodeStore,
  decodeTimezone,
} from './rows';

const NOON = Date.UTC(2024, 9, 3, 12) * 1000;
const LIMITS = { latest: NOON + HOUR, keptFrom: NOON - HOUR };

/** How many of the first values of a row must not be empty. */
const REQUIRED = { 'store-status': 3, 'business-hours': 4, timezones: 2, 'special-hours': 2, closures: 3, stores: 1 };

const DECODE: Record<ImportKind, (record: CsvRecord, layout: Layout) => Decoded<object>> = {
  'store-status': (record, layout) => decodeObservation(record, layout, LIMITS),
  'business-hours': decodeBusinessHours,
  timezones: decodeTimezone,
  'special-hours': decodeSpecialHours,
  closures: decodeClosure,
  stores: decodeStore,
};

/** What a file's rows become; the header has one column more than are needed. */
async function decoded(kind: ImportKind, ...rows: (string | Buffer)[]): Promise<Decoded<object>[]> {
  const header = {
    'store-status': 'store_id,status,timestamp_utc,note',
    'business-hours': 'store_id,day,start_time_local,end_time_local,effective_from',
    timezones: 'store_id,timezone_str,effective_from',
    'special-hours': 'store_id,date,start_time_local,end_time_local,note',
    closures: 'store_id,from,to,reason,note',
    stores: 'store_id,name,region',
  }[kind];
  const layout = layoutOf(kind, { names: header.split(',') });
  const found: Decoded<object>[] = [];
  const lines = rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.from('\n')]));
  for await (const records of csvRecords(Readable.from(lines))) {
    for (const record of records) {
      found.push(DECODE[kind](record, layout));
    }
  }
  return found;
}

describe.each([
  ['store-status', 'a,active,2024-10-03 12:00:00 UTC'],
  ['business-hours', 'a,0,09:00,17:00'],
  ['timezones', 'a,Asia/Tokyo'],
  ['special-hours', 'a,2024-11-28,10:00,15:00'],
  ['closures', 'a,2024-10-03 18:00,2024-10-05T06:00Z,refit'],
  ['stores', 'a,Main Street'],
] as const)('a row of a %s file', (kind, values) => {
  it('has as many fields as the header, no more and no fewer', async () => {
    const [right, ...wrong] = await decoded(
      kind,
      `${values},`,
      values,
      `${values},,`,
      `${values},"x,y",z`,
      `"${values}"`,
      'a',
      ',,,,,,',
      `"${values},`,
    );
    expect(right).toMatchObject({ storeId: 'a' });
    expect(wrong).toEqual(wrong.map(() => 'column_count'));
    expect(wrong).toHaveLength(7);
  });

  it('that is not UTF-8 is that before anything else', async () => {
    const broken = Buffer.from(`${values},\xff`, 'latin1');
    expect(await decoded(kind, broken, Buffer.concat([broken, Buffer.from(',more')]))).toEqual([
      'invalid_encoding',
      'invalid_encoding',
    ]);
  });

  it('lacks no value, whatever else is wrong with it', async () => {
    const fields = values.split(',');
    const required = fields.slice(0, REQUIRED[kind]);
    const rows = required.map((_, empty) => fields.map((_field, index) => (index === empty ? ' \t' : '?')).join(','));
    expect(await decoded(kind, ...rows.map((row) => `${row},`))).toEqual(rows.map(() => 'missing_field'));
  });

  it('is decoded from trimmed values, quoted or not', async () => {
    const [plain, ...others] = await decoded(
      kind,
      `${values},`,
      `${values.split(',').join(' , ')}, `,
      `"${values.split(',').join(' "," ')}",""`,
    );
    expect(typeof plain).toBe('object');
    for (const other of others) expect(other).toEqual(plain);
  });

  it('has a store id of 1 to 128 characters, which is checked before its other values', async () => {
    const rest = values.slice(1);
    const ids = ['x', '0', 'x'.repeat(128), 'x._:-0', 'x'.repeat(129), '-x', '=1', 'é', 'a b'];
    const found = await decoded(kind, ...ids.map((id) => `${id}${rest},`));
    expect(found.slice(0, 4)).toMatchObject(ids.slice(0, 4).map((storeId) => ({ storeId })));
    expect(found.slice(4)).toEqual(ids.slice(4).map(() => 'invalid_store_id'));
    const wrong = values.split(',').map(() => '?');
    expect(await decoded(kind, `${wrong.join(',')},`)).toEqual(['invalid_store_id']);
  });
});

describe('an observation', () => {
  it('has a status in any case, and a timestamp', async () => {
    const at = '2024-10-03 12:00:00 UTC';
    expect(
      await decoded(
        'store-status',
        `a,Active,${at},`,
        `a,INACTIVE,${at},`,
        `a,activ,${at},`,
        `a,inactives,2024,`,
        `a,active,2024,`,
        `a,active,2024-10-03 24:00:00 UTC,`,
      ),
    ).toEqual([
      { storeId: 'a', active: true, observedAt: NOON },
      { storeId: 'a', active: false, observedAt: NOON },
      'invalid_status',
      'invalid_status',
      'invalid_timestamp',
      'invalid_timestamp',
    ]);
  });

  it('lies between the first and the last instant accepted, both included', async () => {
    const at = (timestamp: string) => `a,active,${timestamp},`;
    expect(
      await decoded(
        'store-status',
        at('2024-10-03 13:00:00 UTC'),
        at('2024-10-03 13:00:00.000001 UTC'),
        at('9999-12-31 23:59:59 UTC'),
        at('2024-10-03 11:00:00 UTC'),
        at('2024-10-03 10:59:59.999999 UTC'),
        at('1685-01-01 00:00:00 UTC'),
        at('1683-01-01 00:00:00 UTC'),
        at('0000-01-01 00:00:00 UTC'),
      ),
    ).toEqual([
      { storeId: 'a', active: true, observedAt: LIMITS.latest },
      'timestamp_in_future',
      'timestamp_in_future',
      { storeId: 'a', active: true, observedAt: LIMITS.keptFrom },
      'before_retention',
      'before_retention',
      'invalid_timestamp',
      'invalid_timestamp',
    ]);
  });
});

describe('a row of business hours', () => {
  it('has a day of one digit from 0 to 6', async () => {
    const days = ['0', '6', '7', '-1', '00', '1.0', 'x', ''];
    const found = await decoded('business-hours', ...days.map((day) => `a,${day},09:00,17:00,`));
    const hours = { storeId: 'a', from: -Infinity, opens: 9 * HOUR, closes: 17 * HOUR };
    expect(found).toEqual([
      { ...hours, dayOfWeek: 0 },
      { ...hours, dayOfWeek: 6 },
      ...['invalid_day', 'invalid_day', 'invalid_day', 'invalid_day', 'invalid_day', 'missing_field'],
    ]);
  });

  it('has two local times, which are checked after the day', async () => {
    expect(
      await decoded(
        'business-hours',
        'a,1,00:00,24:00,',
        'a,1,22:30:15.5,23:59:59.999999,',
        'a,1,24:00:01,17:00,',
        'a,1,09:00,24:00:00.000001,',
        'a,1,9.00,17:00,',
        'a,1,09:00,17:60,',
        'a,7,9.00,17:60,',
      ),
    ).toEqual([
      { storeId: 'a', from: -Infinity, dayOfWeek: 1, opens: 0, closes: DAY },
      { storeId: 'a', from: -Infinity, dayOfWeek: 1, opens: 22 * HOUR + 30 * MINUTE + 15.5 * SECOND, closes: DAY - 1 },
      'invalid_time',
      'invalid_time',
      'invalid_time',
      'invalid_time',
      'invalid_day',
    ]);
  });
});

describe('a row of time zones', () => {
  it('has a zone of the database, in whatever case', async () => {
    expect(await decoded('timezones', 'a,america/NEW_YORK,', 'a,UTC,', 'a,Mars/Olympus,', 'a,+02:00,')).toEqual([
      { storeId: 'a', from: -Infinity, timezone: 'America/New_York' },
      { storeId: 'a', from: -Infinity, timezone: 'UTC' },
      'unknown_timezone',
      'unknown_timezone',
    ]);
  });
});

/** 1970-01-01 as a text, days later. */
const date = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);
const OCTOBER = Date.UTC(2024, 9, 7) / 86_400_000;

/** Dates that are refused: that do not exist, too early or too late for whole microseconds, or written in another way. */
const WRONG_DATES = [
  ...['2023-02-29', '2024-13-01', '2024-00-10', '2024-10-00', '2024-11-31', '1699-12-31', '2255-01-01', '0000-01-01'],
  ...[
    '2024-1-07',
    '20241007',
    '2024/10/07',
    '07-10-2024',
    '2024-10-07T00:00',
    '2024-10-07Z',
    '-2024-10-07',
    'never',
    '0',
  ],
];

describe.each([
  ['business-hours', 'a,1,09:00,17:00', 'a,1,09:00,17:60'],
  ['timezones', 'a,UTC', 'a,Mars/Olympus'],
] as const)('a row of a %s file', (kind, values, wrong) => {
  it('is in force from the date that it gives, or from the beginning of time if that is empty', async () => {
    const dates = ['', ' ', '2024-10-07', ' 2024-10-07 ', '"2024-10-07"', '2024-02-29', '1700-01-01', '2254-12-31'];
    const found = await decoded(kind, ...dates.map((from) => `${values},${from}`));
    expect(found.map((row) => (typeof row === 'object' && 'from' in row ? row.from : row))).toEqual([
      ...[-Infinity, -Infinity, OCTOBER, OCTOBER, OCTOBER],
      ...['2024-02-29', '1700-01-01', '2254-12-31'].map((from) => Date.parse(from) / 86_400_000),
    ]);
  });

  it('is rejected for a wrong date, after its other values', async () => {
    const found = await decoded(kind, ...WRONG_DATES.map((from) => `${values},${from}`));
    expect(found).toEqual(WRONG_DATES.map(() => 'invalid_date'));
    const [first] = await decoded(kind, `${wrong},never`);
    expect(first).toMatch(/^invalid_time$|^unknown_timezone$/);
  });
});

describe('a row of special hours', () => {
  it('has a date, which is checked after the store and before the times', async () => {
    const rows = await decoded(
      'special-hours',
      'a,2024-10-07,10:00,15:00,',
      ...WRONG_DATES.map((day) => `a,${day},x,,`),
    );
    expect(rows).toEqual([
      { storeId: 'a', date: OCTOBER, hours: { opens: 10 * HOUR, closes: 15 * HOUR } },
      ...WRONG_DATES.map(() => 'invalid_date'),
    ]);
    expect(await decoded('special-hours', '-a,never,10:00,15:00,', '*,2024-10-07,10:00,15:00,')).toEqual([
      'invalid_store_id',
      'invalid_store_id',
    ]);
  });

  it('has two times, or none if the store is closed, but not one', async () => {
    const day = `a,${date(OCTOBER)}`;
    expect(
      await decoded(
        'special-hours',
        `${day},,,`,
        `${day}," ",\t,`,
        `${day},10:00,,`,
        `${day},,15:00,`,
        `${day},,x,`,
        `${day},10:00,15:60,`,
        `${day},24:00:01,15:00,`,
        `${day},00:00,24:00,`,
        `${day},22:30:15.5,6:00,`,
      ),
    ).toEqual([
      { storeId: 'a', date: OCTOBER, hours: undefined },
      { storeId: 'a', date: OCTOBER, hours: undefined },
      'missing_field',
      'missing_field',
      'missing_field',
      'invalid_time',
      'invalid_time',
      { storeId: 'a', date: OCTOBER, hours: { opens: 0, closes: DAY } },
      { storeId: 'a', date: OCTOBER, hours: { opens: 22 * HOUR + 30 * MINUTE + 15.5 * SECOND, closes: 6 * HOUR } },
    ]);
  });
});

describe('a row of closures', () => {
  const closure = async (...rows: string[]) => decoded('closures', ...rows.map((row) => `${row},`));
  const [from, to] = ['2024-10-03 12:00', '2024-10-03 12:30'];

  it('is of a store, or of all', async () => {
    const ids = await closure(
      `a,${from},${to},x`,
      `*,${from},${to},x`,
      `**,${from},${to},x`,
      `all stores,${from},${to},x`,
    );
    const instants = { from: NOON, to: NOON + 30 * MINUTE, reason: 'x' };
    expect(ids).toEqual([
      { storeId: 'a', ...instants },
      { storeId: '*', ...instants },
      'invalid_store_id',
      'invalid_store_id',
    ]);
  });

  it('has two instants, the second after the first, at any time that can be stored', async () => {
    expect(
      await closure(
        `a,${from},2024-10-03T12:00:00.000001Z,`,
        `a,${from},2024-10-03T14:00:00.000001+02:00,`,
        `a,${from},${from},`,
        `a,${from},2024-10-03T14:00:00+02:00,`,
        `a,${to},${from},`,
        `a,2253-01-01,2254-01-01 00:00:00 UTC,`,
        `a,2253-01-01 00:00,2254-01-01 00:00:00 UTC,`,
        `a,${from},9999-12-31 23:59:59 UTC,`,
        `a,0001-01-01 00:00:00 UTC,${to},`,
        `a,yesterday,${to},`,
        `a,${from},2024-10-03 24:00,`,
        `a,${to},never,${'x'.repeat(201)}`,
        `a,${to},${from},${'x'.repeat(201)}`,
      ),
    ).toEqual([
      ...[1, 1].map((length) => ({ storeId: 'a', from: NOON, to: NOON + length, reason: '' })),
      'invalid_closure',
      'invalid_closure',
      'invalid_closure',
      'invalid_timestamp',
      { storeId: 'a', from: Date.UTC(2253, 0) * 1000, to: Date.UTC(2254, 0) * 1000, reason: '' },
      'invalid_timestamp',
      'invalid_timestamp',
      'invalid_timestamp',
      'invalid_timestamp',
      'invalid_timestamp',
      'invalid_closure',
    ]);
  });

  it('has a reason of up to 200 characters, however they are encoded, which may be empty', async () => {
    const reasons = ['', ' refit ', '"say ""hi"", and go"', 'é'.repeat(200), '🔥'.repeat(200), 'x'.repeat(200)];
    const found = await closure(...reasons.map((reason) => `a,${from},${to},${reason}`));
    expect(found.map((row) => (typeof row === 'object' && 'reason' in row ? row.reason : row))).toEqual([
      ...['', 'refit', 'say "hi", and go'],
      ...reasons.slice(3),
    ]);
    const wrong = ['🔥'.repeat(201), 'x'.repeat(201), 'a\0b'];
    expect(await closure(...wrong.map((reason) => `a,${from},${to},${reason}`))).toEqual(
      wrong.map(() => 'invalid_reason'),
    );
  });
});
