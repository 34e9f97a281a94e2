import { seededRandom } from '../../../test/support/random';
import { at, date, everyDay, row, timeline, weekly } from '../../../test/support/calculator/schedules';
import { STATUSES } from '../figures/forward-fill';
import { windowFigures } from '../figures/window-figures';
import { requireWindow, windowInterval } from '../figures/windows';
import { DAY, HOUR, type Micros } from '../instants';
import { union } from '../intervals';
import { dateIn, type Month, monthFigures, monthNamed, storeMonth } from './month';

const random = seededRandom('months');

function month(name: string): Month {
  const found = monthNamed(name);
  if (!found) throw new Error(`there is no month ${name}`);
  return found;
}

const sum = (lengths: Float64Array): Micros => lengths.reduce((total, length) => total + length, 0);

describe('a month', () => {
  it('has a name', () => {
    expect(month('2024-02')).toMatchObject({ first: date('2024-02-01'), days: 29 });
    expect(month('2023-02').days).toBe(28);
    expect(dateIn(month('2024-10'), 30)).toBe('2024-10-31');
    for (const name of ['2024-13', '2024-00', '2024', '2024-1', '1600-01', '2024-10-05', 'last_week']) {
      expect(monthNamed(name)).toBeUndefined();
    }
  });

  it('has the days of the store, of which one may have 25 hours', () => {
    const { whole, starts } = storeMonth(month('2024-11'), weekly('America/New_York', []), Infinity);
    expect(whole).toEqual({ from: at('2024-11-01T04:00:00Z'), to: at('2024-12-01T05:00:00Z') });
    expect(starts).toHaveLength(31);
    expect((starts[3] ?? NaN) - (starts[2] ?? NaN)).toBe(25 * HOUR);
  });

  it('has each date once, even where a later one begins earlier because the zone changes', () => {
    const zones = [
      { from: -Infinity, value: 'Pacific/Pago_Pago' },
      { from: date('2024-10-10'), value: 'Pacific/Kiritimati' },
    ];
    const { starts } = storeMonth(month('2024-10'), { ...weekly('UTC', []), timezones: zones }, Infinity);
    expect(starts.slice(8, 11)).toEqual(
      ['2024-10-09T11:00:00Z', '2024-10-09T11:00:00Z', '2024-10-10T10:00:00Z'].map(at),
    );
  });

  it('is all ahead before it begins, and all seen once it is over', () => {
    const schedule = weekly('UTC', [row('Tue 10:00-12:00')]);
    const of = (asOf: string) =>
      monthFigures(storeMonth(month('2024-10'), schedule, at(asOf)), [], timeline(), 'inactive');
    expect(of('2024-09-30T00:00:00Z')).toMatchObject({ seen: { scheduled: 0 }, ahead: 10 * HOUR });
    expect(of('2024-11-02T00:00:00Z')).toMatchObject({ seen: { downtime: 10 * HOUR }, ahead: 0 });
  });

  it('puts what is lost, and what is to come, on its dates', () => {
    const asOf = at('2024-10-02T12:00:00Z');
    const schedule = weekly('UTC', everyDay('22:00-02:00').map(row));
    const closures = [{ from: at('2024-10-03T23:00:00Z'), to: at('2024-10-04T00:00:00Z') }];
    const changes = timeline([at('2024-10-01T23:00:00Z'), 'inactive'], [at('2024-10-02T01:00:00Z'), 'active']);
    const figures = monthFigures(storeMonth(month('2024-10'), schedule, asOf), closures, changes, 'active');
    expect([...figures.downtimeOn.slice(0, 3)]).toEqual([HOUR, HOUR, 0]);
    expect([...figures.aheadOn.slice(0, 4)]).toEqual([0, 2 * HOUR, 3 * HOUR, 4 * HOUR]);
    expect(figures.aheadExcluded).toBe(HOUR);
  });

  it('has the figures of a report up to the as of, and the rest of its scheduled time ahead', () => {
    const seen = { lost: 0, ahead: 0, excluded: 0 };
    for (let round = 0; round < 400; round++) {
      const name = random.pick(['2024-03', '2024-10', '2024-11', '2011-12']);
      const zone = random.pick(['UTC', 'America/Chicago', 'Pacific/Apia', 'Europe/Berlin', 'Australia/Lord_Howe']);
      const rows = everyDay(random.pick(['09:00-17:00', '18:00-03:00', '00:00-24:00', '12:00-12:00'])).map(row);
      const start = at(`${name}-01T00:00:00Z`);
      const instant = () => start + random.integer(-3, 33 * 24) * HOUR + random.integer(0, 3_599_999_999);
      const later = weekly(zone, rows.slice(random.integer(0, 7)));
      const schedule = random.chance(0.2)
        ? { ...later, timezones: [...later.timezones, { from: date(`${name}-10`), value: 'Pacific/Kiritimati' }] }
        : later;
      const asOf = instant();
      const instants = [...new Set(Array.from({ length: random.integer(0, 30) }, instant))].sort((a, b) => a - b);
      const changes = timeline(...instants.map((each) => [each, random.pick(STATUSES)] as const));
      const closures = union(
        Array.from({ length: random.integer(0, 3) }, () => {
          const from = instant();
          return { from, to: from + random.integer(1, 3 * DAY) };
        }),
      );
      const defaultStatus = random.pick(STATUSES);
      const cut = storeMonth(month(name), schedule, asOf);
      const figures = monthFigures(cut, closures, changes, defaultStatus);
      const window = windowInterval(requireWindow(name), schedule, asOf);
      expect(figures.seen).toEqual(windowFigures(window, cut.open, closures, changes, defaultStatus));
      expect(sum(figures.downtimeOn)).toBe(figures.seen.downtime);
      expect(sum(figures.aheadOn)).toBe(figures.ahead);
      const all = windowFigures(cut.whole, cut.open, closures, changes, defaultStatus);
      expect(figures.seen.scheduled + figures.ahead + figures.aheadExcluded).toBe(all.scheduled);
      expect(figures.seen.excluded + figures.aheadExcluded).toBe(all.excluded);
      if (figures.seen.downtime > 0) seen.lost++;
      if (figures.ahead > 0) seen.ahead++;
      if (figures.aheadExcluded > 0) seen.excluded++;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });
});
