import moment from 'moment-timezone';
import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../instants';
import { instantOf, offsetAt, zoneName, zoneOf } from './zones';

const at = (iso: string): Micros => Date.parse(iso) * 1000;

/** A local time as if it were UTC. */
const local = (time: string): Micros => at(`${time}Z`);

/** The instant of a local time, as text. */
function instant(timezone: string, time: string): string {
  return new Date(instantOf(zoneOf(timezone), local(time)) / 1000).toISOString().replace('.000', '');
}

describe('docs/rules.md, R7: zone names', () => {
  it('are matched case-insensitively and returned in canonical spelling', () => {
    expect(zoneName('America/New_York')).toBe('America/New_York');
    expect(zoneName('america/new_york')).toBe('America/New_York');
    expect(zoneName('us/PACIFIC')).toBe('US/Pacific');
    expect(zoneName('utc')).toBe('UTC');
  });

  it('that are unknown are undefined, and have no zone', () => {
    expect(zoneName('Mars/Olympus_Mons')).toBeUndefined();
    expect(zoneName('')).toBeUndefined();
    expect(zoneName('America_New_York')).toBeUndefined();
    expect(() => zoneOf('Mars/Olympus_Mons')).toThrow(new RangeError('unknown time zone: Mars/Olympus_Mons'));
  });
});

describe('the properties of all zones that the search for an instant relies on', () => {
  const zones = moment.tz.names().map(zoneOf);

  it('no offset from UTC reaches 16 hours', () => {
    const tooFar = zones.filter(({ offsets }) => offsets.some((offset) => Math.abs(offset) >= 16 * HOUR));
    expect(tooFar.map(({ name }) => name)).toEqual([]);
  });

  it('no zone changes its clocks twice within two days', () => {
    const tooSoon = zones.filter(({ untils }) =>
      untils.some((until, index) => until - (untils[index - 1] ?? -Infinity) < 2 * DAY),
    );
    expect(tooSoon.map(({ name }) => name)).toEqual([]);
  });

  it('offsets and clock changes are whole seconds', () => {
    const uneven = zones.filter(({ untils, offsets }) =>
      [...untils, ...offsets].some((value) => Number.isFinite(value) && value % SECOND !== 0),
    );
    expect(uneven.map(({ name }) => name)).toEqual([]);
  });
});

describe('the offset at an instant', () => {
  it('changes at the very microsecond of a clock change', () => {
    const zone = zoneOf('America/New_York');
    expect(offsetAt(zone, at('2024-03-10T07:00:00Z') - 1)).toBe(-5 * HOUR);
    expect(offsetAt(zone, at('2024-03-10T07:00:00Z'))).toBe(-4 * HOUR);
    expect(offsetAt(zone, at('2024-11-03T06:00:00Z') - 1)).toBe(-4 * HOUR);
    expect(offsetAt(zone, at('2024-11-03T06:00:00Z'))).toBe(-5 * HOUR);
  });

  it('keeps the seconds of a local mean time', () => {
    expect(offsetAt(zoneOf('Africa/Monrovia'), at('1971-06-01T00:00:00Z'))).toBe(-(44 * MINUTE + 30 * SECOND));
    expect(offsetAt(zoneOf('America/New_York'), at('1880-01-01T00:00:00Z'))).toBe(
      -(4 * HOUR + 56 * MINUTE + 2 * SECOND),
    );
  });

  it('keeps daylight saving for decades to come', () => {
    expect(offsetAt(zoneOf('America/New_York'), at('2099-07-01T00:00:00Z'))).toBe(-4 * HOUR);
    expect(offsetAt(zoneOf('America/New_York'), at('2099-12-01T00:00:00Z'))).toBe(-5 * HOUR);
  });
});

describe('docs/rules.md, R8: the instant of a local time', () => {
  it('is found in zones that never change their clocks', () => {
    expect(instant('UTC', '2024-06-05T12:00:00')).toBe('2024-06-05T12:00:00Z');
    expect(instant('Etc/GMT+12', '2024-06-05T12:00:00')).toBe('2024-06-06T00:00:00Z');
    expect(instant('Etc/GMT-14', '2024-06-05T12:00:00')).toBe('2024-06-04T22:00:00Z');
  });

  it('that occurs once is that instant', () => {
    expect(instant('America/New_York', '2024-03-10T01:59:59')).toBe('2024-03-10T06:59:59Z');
    expect(instant('America/New_York', '2024-03-10T03:00:00')).toBe('2024-03-10T07:00:00Z');
    expect(instant('America/New_York', '2024-11-03T00:59:59')).toBe('2024-11-03T04:59:59Z');
    expect(instant('America/New_York', '2024-11-03T02:00:00')).toBe('2024-11-03T07:00:00Z');
  });

  it('that is skipped moves forward by the length of the gap', () => {
    expect(instant('America/New_York', '2024-03-10T02:00:00')).toBe('2024-03-10T07:00:00Z');
    expect(instant('America/New_York', '2024-03-10T02:30:00')).toBe('2024-03-10T07:30:00Z');
    expect(instant('America/New_York', '2024-03-10T02:59:59')).toBe('2024-03-10T07:59:59Z');
  });

  it('that occurs twice is its first occurrence', () => {
    expect(instant('America/New_York', '2024-11-03T01:00:00')).toBe('2024-11-03T05:00:00Z');
    expect(instant('America/New_York', '2024-11-03T01:30:00')).toBe('2024-11-03T05:30:00Z');
    expect(instant('America/New_York', '2024-11-03T01:59:59')).toBe('2024-11-03T05:59:59Z');
  });

  it('is its first occurrence in zones far ahead of UTC, too', () => {
    expect(instant('Pacific/Apia', '2012-04-01T03:30:00')).toBe('2012-03-31T13:30:00Z');
  });

  it('is found in Lord Howe, whose clocks change by half an hour', () => {
    expect(instant('Australia/Lord_Howe', '2024-10-06T02:15:00')).toBe('2024-10-05T15:45:00Z');
    expect(instant('Australia/Lord_Howe', '2024-04-07T01:45:00')).toBe('2024-04-06T14:45:00Z');
    expect(instant('Australia/Lord_Howe', '2024-04-07T02:00:00')).toBe('2024-04-06T15:30:00Z');
  });

  it('is found in Troll, whose clocks change by two hours', () => {
    expect(instant('Antarctica/Troll', '2024-03-31T02:30:00')).toBe('2024-03-31T02:30:00Z');
    expect(instant('Antarctica/Troll', '2024-10-27T01:30:00')).toBe('2024-10-26T23:30:00Z');
  });

  it('is found where a whole day was skipped', () => {
    expect(instant('Pacific/Apia', '2011-12-29T23:59:59')).toBe('2011-12-30T09:59:59Z');
    expect(instant('Pacific/Apia', '2011-12-30T00:00:00')).toBe('2011-12-30T10:00:00Z');
    expect(instant('Pacific/Apia', '2011-12-30T18:00:00')).toBe('2011-12-31T04:00:00Z');
    expect(instant('Pacific/Apia', '2011-12-31T00:00:00')).toBe('2011-12-30T10:00:00Z');
  });

  it('is found where a day was repeated', () => {
    // At midnight after 30 September 1969, Kwajalein went back 23 hours, to 01:00 of that day.
    expect(instant('Pacific/Kwajalein', '1969-09-30T01:00:00')).toBe('1969-09-29T14:00:00Z');
    expect(instant('Pacific/Kwajalein', '1969-09-30T23:00:00')).toBe('1969-09-30T12:00:00Z');
    expect(instant('Pacific/Kwajalein', '1969-10-01T00:00:00')).toBe('1969-10-01T12:00:00Z');
  });

  it('is found for the widest offsets in history', () => {
    // Manila kept the date of Mexico until 1844, and Alaska that of Russia until 1867.
    expect(instant('Asia/Manila', '1844-12-30T12:00:00')).toBe('1844-12-31T03:56:08Z');
    expect(instant('Asia/Manila', '1844-12-31T12:00:00')).toBe('1845-01-01T03:56:08Z');
    expect(instant('America/Juneau', '1867-10-01T12:00:00')).toBe('1867-09-30T20:57:41Z');
  });
});
