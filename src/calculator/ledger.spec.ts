import { at, iso, timeline, weekly } from '../../test/support/calculator/schedules';
import type { Status } from './figures/forward-fill';
import { DAY, HOUR, MINUTE } from './instants';
import { ledger, type LedgerStretch } from './ledger';
import type { BusinessHours } from './schedule/schedule';
import { zoneOf } from './schedule/zones';

const ACTIVE = { defaultStatus: 'active', unknownAfter: Infinity } as const;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const hours = (opens: number, closes: number): BusinessHours[] =>
  EVERY_DAY.map((dayOfWeek) => ({ dayOfWeek, opens: opens * HOUR, closes: closes * HOUR }));

interface Example {
  readonly timezone: string;
  readonly hours?: BusinessHours[];
  readonly from: string;
  readonly to: string;
  readonly observedAt?: string[];
}

function stretches({ timezone, hours: rows = [], from, to, observedAt = [] }: Example): LedgerStretch[] {
  const observed = timeline(...observedAt.map((instant) => [at(instant), 'active'] as const));
  return [...ledger(weekly(timezone, rows), [], { from: at(from), to: at(to) }, observed, ACTIVE)];
}

/** When each stretch begins, its two rules, and its clock changes. */
const summary = (example: Example) =>
  stretches(example).map((stretch) => [
    iso(stretch.from),
    stretch.rule,
    stretch.hoursRule,
    stretch.clockChanges.map(iso),
  ]);

describe('docs/rules.md, R25: the clock changes of a ledger', () => {
  it.each([
    ['America/New_York', '2024-03-10T07:00:00Z'],
    ['America/New_York', '2024-11-03T06:00:00Z'],
    // By half an hour.
    ['Australia/Lord_Howe', '2024-10-05T15:30:00Z'],
    // By a whole day.
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('are listed where they are: %s, %s', (timezone, change) => {
    const from = iso(at(change) - DAY);
    const to = iso(at(change) + DAY);
    expect(summary({ timezone, from, to })).toEqual([[from, 'clock_change', 'always_open', [change]]]);
  });

  it('belong to the stretch that begins there, within which the clocks do not change', () => {
    const change = '2024-11-03T06:00:00Z';
    expect(summary({ timezone: 'America/New_York', from: '2024-11-03T04:00:00Z', to: change })).toEqual([
      ['2024-11-03T04:00:00Z', 'always_open', 'always_open', []],
    ]);
    expect(
      summary({
        timezone: 'America/New_York',
        from: '2024-11-03T04:00:00Z',
        to: '2024-11-03T09:00:00Z',
        observedAt: [change],
      }),
    ).toEqual([
      ['2024-11-03T04:00:00Z', 'always_open', 'always_open', []],
      [change, 'always_open', 'always_open', [change]],
    ]);
  });

  it('are all listed, even if one reverses the other', () => {
    expect(summary({ timezone: 'America/New_York', from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' })).toEqual(
      [['2024-01-01T00:00:00Z', 'clock_change', 'always_open', ['2024-03-10T07:00:00Z', '2024-11-03T06:00:00Z']]],
    );
  });

  it('are listed while closed, too', () => {
    expect(
      summary({
        timezone: 'America/New_York',
        hours: hours(9, 17),
        from: '2024-11-02T20:00:00Z',
        to: '2024-11-03T15:00:00Z',
      }),
    ).toEqual([
      ['2024-11-02T20:00:00Z', 'business_hours', 'business_hours', []],
      ['2024-11-02T21:00:00Z', 'clock_change', 'outside_hours', ['2024-11-03T06:00:00Z']],
      ['2024-11-03T14:00:00Z', 'business_hours', 'business_hours', []],
    ]);
  });

  it('are also the rule if a row ends at a time that occurs twice, even if the clocks do not change within it', () => {
    // 01:30 is its first occurrence, half an hour before the change.
    expect(
      summary({
        timezone: 'America/New_York',
        hours: hours(22, 1.5),
        from: '2024-11-03T02:00:00Z',
        to: '2024-11-03T06:30:00Z',
      }),
    ).toEqual([
      ['2024-11-03T02:00:00Z', 'clock_change', 'overnight', []],
      ['2024-11-03T05:30:00Z', 'clock_change', 'outside_hours', ['2024-11-03T06:00:00Z']],
    ]);
  });

  it('do not include changes of only the name of the time', () => {
    // At the end of summer time the zone switched to a standard time with the same offset.
    expect(
      summary({ timezone: 'America/Chihuahua', from: '2022-10-29T00:00:00Z', to: '2022-10-31T00:00:00Z' }),
    ).toEqual([['2022-10-29T00:00:00Z', 'always_open', 'always_open', []]]);
  });
});

describe('docs/rules.md, R24: why a stretch is open', () => {
  it.each([
    ['business_hours', '09:00 to 17:00', hours(9, 17), false],
    ['overnight', '22:00 to 12:30', hours(22, 12.5), false],
    ['full_day', '09:00 to 09:00', hours(9, 9), false],
    ['business_hours', '09:00 to 24:00', hours(9, 24), false],
    ['business_hours', '09:00 to 23:59', hours(9, 24 - 1 / 60), false],
    ['end_of_day_grace', '09:00 to 23:59 with grace', hours(9, 24 - 1 / 60), true],
    ['business_hours', '09:00 to 24:00 with grace', hours(9, 24), true],
  ])('is %s from %s', (rule, _times, rows, endOfDayGrace) => {
    const noon = at('2024-10-09T12:00:00Z');
    const schedule = weekly('UTC', rows, endOfDayGrace);
    const [found] = ledger(schedule, [], { from: noon, to: noon + MINUTE }, timeline(), ACTIVE);
    expect([found?.rule, found?.hoursRule]).toEqual([rule, rule]);
  });

  it.each([
    ['starts at a time that is skipped', hours(2.5, 9), '2024-03-10T08:00:00Z', 'business_hours'],
    ['ends at a time that is skipped', hours(22, 2.5), '2024-03-10T07:10:00Z', 'overnight'],
    ['starts at the first time that is skipped', hours(2, 9), '2024-03-10T08:00:00Z', 'business_hours'],
    ['starts at the last time that is skipped', hours(3 - 1e-6 / 3600, 9), '2024-03-10T09:00:00Z', 'business_hours'],
    ['starts at a time that occurs twice', hours(1.5, 9), '2024-11-03T05:30:00Z', 'business_hours'],
    ['ends at a time that occurs twice', hours(22, 1.5), '2024-11-03T05:00:00Z', 'overnight'],
    ['starts at the first time that occurs twice', hours(1, 9), '2024-11-03T07:00:00Z', 'business_hours'],
    ['starts at the last time that occurs twice', hours(2 - 1e-6 / 3600, 9), '2024-11-03T07:00:00Z', 'business_hours'],
  ])('is a clock change if its row %s', (_where, rows, from, rule) => {
    const minute = { timezone: 'America/New_York', hours: rows, from, to: iso(at(from) + MINUTE) };
    expect(summary(minute)).toEqual([[from, 'clock_change', rule, []]]);
  });

  it.each([
    ['skipped ones', hours(1 + 3599.999999 / 3600, 9), '2024-03-10T07:30:00Z'],
    ['skipped ones', hours(3, 9), '2024-03-10T07:30:00Z'],
    ['repeated ones', hours(3599.999999 / 3600, 9), '2024-11-03T07:00:00Z'],
    ['repeated ones', hours(2, 9), '2024-11-03T07:00:00Z'],
  ])('is no clock change if its row starts just before or after the %s', (_times, rows, from) => {
    const minute = { timezone: 'America/New_York', hours: rows, from, to: iso(at(from) + MINUTE) };
    expect(summary(minute)).toEqual([[from, 'business_hours', 'business_hours', []]]);
  });

  describe('by the row that begins first, where several overlap', () => {
    const [day, evening, night] = [
      [9, 17],
      [16, 20],
      [16, 2],
    ].map(([opens = NaN, closes = NaN]) => hours(opens, closes).slice(2, 3));
    const wednesday = { timezone: 'UTC', from: '2024-10-09T09:00:00Z', to: '2024-10-10T02:00:00Z' };

    it.each([
      ['in order', [day, evening, night]],
      ['in reverse order', [night, evening, day]],
    ])('and of those that begin at one time by the one that ends first: %s', (_order, rows) => {
      expect(summary({ ...wednesday, hours: rows.flatMap((row = []) => row) })).toEqual([
        ['2024-10-09T09:00:00Z', 'business_hours', 'business_hours', []],
        ['2024-10-09T17:00:00Z', 'business_hours', 'business_hours', []],
        ['2024-10-09T20:00:00Z', 'overnight', 'overnight', []],
      ]);
    });

    it('and not by one that lies within another, or is the same', () => {
      const rows = [hours(10, 12), hours(9, 17), hours(9, 17)].flatMap((days) => days.slice(2, 3));
      expect(summary({ ...wednesday, to: '2024-10-09T18:00:00Z', hours: rows })).toEqual([
        ['2024-10-09T09:00:00Z', 'business_hours', 'business_hours', []],
        ['2024-10-09T17:00:00Z', 'outside_hours', 'outside_hours', []],
      ]);
    });
  });
});

describe('docs/rules.md, R26: where a status comes from', () => {
  const noon = at('2024-10-09T12:00:00Z');
  const hour = { from: noon, to: noon + HOUR };

  function sources(defaultStatus: Status, ...observations: readonly (readonly [number, Status])[]): unknown[] {
    const terms = { defaultStatus, unknownAfter: Infinity };
    const found = [...ledger(weekly('UTC', []), [], hour, timeline(...observations), terms)];
    return found.map(({ from, state, source, observedAt }) => [from - noon, state, source, observedAt]);
  }

  it('is the default before the first observation, and each observation from its instant on', () => {
    const first = noon + MINUTE;
    const second = noon + 2 * MINUTE;
    expect(sources('inactive', [first, 'active'], [second, 'inactive'])).toEqual([
      [0, 'inactive', 'default', undefined],
      [MINUTE, 'active', 'observation', first],
      [2 * MINUTE, 'inactive', 'observation', second],
    ]);
    expect(sources('active')).toEqual([[0, 'active', 'default', undefined]]);
  });

  it('is an observation at the very start of a stretch, or an earlier one that is carried forward', () => {
    expect(sources('active', [noon, 'inactive'])).toEqual([[0, 'inactive', 'observation', noon]]);
    expect(sources('active', [noon - 1, 'inactive'])).toEqual([[0, 'inactive', 'carried', noon - 1]]);
    expect(sources('active', [noon - DAY, 'active'], [noon - 1, 'inactive'], [noon + HOUR, 'active'])).toEqual([
      [0, 'inactive', 'carried', noon - 1],
    ]);
  });
});

describe('closed time', () => {
  // Tuesdays and Fridays.
  const someDays = [1, 4].map((dayOfWeek) => ({ dayOfWeek, opens: 9 * HOUR, closes: 17 * HOUR }));

  it('gives its reason for each local day', () => {
    const week = { timezone: 'America/New_York', from: '2024-10-07T04:00:00Z', to: '2024-10-12T04:00:00Z' };
    expect(summary({ ...week, hours: someDays }).map(([from, , rule]) => [from, rule])).toEqual([
      ['2024-10-07T04:00:00Z', 'no_hours_that_day'],
      ['2024-10-08T04:00:00Z', 'outside_hours'],
      ['2024-10-08T13:00:00Z', 'business_hours'],
      ['2024-10-08T21:00:00Z', 'outside_hours'],
      ['2024-10-09T04:00:00Z', 'no_hours_that_day'],
      ['2024-10-11T04:00:00Z', 'outside_hours'],
      ['2024-10-11T13:00:00Z', 'business_hours'],
      ['2024-10-11T21:00:00Z', 'outside_hours'],
    ]);
  });

  it('gives its reason before 1970, too', () => {
    // A Tuesday and a Wednesday.
    const days = { timezone: 'UTC', from: '1960-01-05T17:00:00Z', to: '1960-01-07T00:00:00Z' };
    expect(summary({ ...days, hours: someDays }).map(([from, , rule]) => [from, rule])).toEqual([
      ['1960-01-05T17:00:00Z', 'outside_hours'],
      ['1960-01-06T00:00:00Z', 'no_hours_that_day'],
    ]);
  });

  it('crosses a day that the zone skips', () => {
    // Apia went from Thursday, 29 December 2011, to Saturday.
    const days = { timezone: 'Pacific/Apia', from: '2011-12-29T10:00:00Z', to: '2011-12-31T10:00:00Z' };
    expect(summary({ ...days, hours: [{ dayOfWeek: 1, opens: 0, closes: HOUR }] })).toEqual([
      ['2011-12-29T10:00:00Z', 'clock_change', 'no_hours_that_day', ['2011-12-30T10:00:00Z']],
    ]);
  });

  it('crosses a day that the zone repeats', () => {
    // On a Saturday in 1867 Juneau went back to Friday: the Saturday had begun, and so had its hours.
    const [change = NaN] = zoneOf('America/Juneau').untils;
    const days = { timezone: 'America/Juneau', from: iso(change), to: iso(change + 2 * DAY) };
    expect(summary({ ...days, hours: [{ dayOfWeek: 5, opens: 0, closes: HOUR }] })).toEqual([
      [days.from, 'outside_hours', 'outside_hours', [days.from]],
      ['1867-10-20T08:57:41Z', 'no_hours_that_day', 'no_hours_that_day', []],
    ]);
  });
});
