import { Readable } from 'node:stream';
import { DAY, HOUR, MINUTE, SECOND } from '../../calculator/instants';
import type { Decoded } from '../reject-reasons';
import { type ImportKind, layoutOf } from './columns';
import { csvRecords } from './csv-records';
import { decodeBusinessHours, decodeObservation, decodeTimezone } from './rows';

const NOON = Date.UTC(2024, 9, 3, 12) * 1000;
const LIMITS = { latest: NOON + HOUR, keptFrom: NOON - HOUR };

/** What a file's rows become; the header has one column more than are needed. */
async function decoded(kind: ImportKind, ...rows: (string | Buffer)[]): Promise<Decoded<object>[]> {
  const header = {
    'store-status': 'store_id,status,timestamp_utc,note',
    'business-hours': 'store_id,day,start_time_local,end_time_local,note',
    timezones: 'store_id,timezone_str,note',
  }[kind];
  const layout = layoutOf(kind, { names: header.split(',') });
  const found: Decoded<object>[] = [];
  const lines = rows.map((row) => Buffer.concat([Buffer.from(row), Buffer.from('\n')]));
  for await (const records of csvRecords(Readable.from(lines))) {
    for (const record of records) {
      if (kind === 'store-status') found.push(decodeObservation(record, layout, LIMITS));
      else if (kind === 'business-hours') found.push(decodeBusinessHours(record, layout));
      else found.push(decodeTimezone(record, layout));
    }
  }
  return found;
}

describe.each([
  ['store-status', 'a,active,2024-10-03 12:00:00 UTC'],
  ['business-hours', 'a,0,09:00,17:00'],
  ['timezones', 'a,Asia/Tokyo'],
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
    const rows = fields.map((_, empty) => fields.map((_field, index) => (index === empty ? ' \t' : '?')).join(','));
    expect(await decoded(kind, ...rows.map((row) => `${row},x`))).toEqual(rows.map(() => 'missing_field'));
  });

  it('is decoded from trimmed values, quoted or not', async () => {
    const [plain, ...others] = await decoded(
      kind,
      `${values},x`,
      `${values.split(',').join(' , ')},x`,
      `"${values.split(',').join(' "," ')}",x`,
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
    const hours = { storeId: 'a', opens: 9 * HOUR, closes: 17 * HOUR };
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
      { storeId: 'a', dayOfWeek: 1, opens: 0, closes: DAY },
      { storeId: 'a', dayOfWeek: 1, opens: 22 * HOUR + 30 * MINUTE + 15.5 * SECOND, closes: DAY - 1 },
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
      { storeId: 'a', timezone: 'America/New_York' },
      { storeId: 'a', timezone: 'UTC' },
      'unknown_timezone',
      'unknown_timezone',
    ]);
  });
});
