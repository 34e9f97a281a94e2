import { at, timeline, weekly } from '../../../test/support/calculator/schedules';
import { DAY, HOUR, type Interval, type Micros, MINUTE } from '../instants';
import { openIntervals } from '../schedule/open-intervals';
import type { BusinessHours } from '../schedule/schedule';
import { windowFigures } from './window-figures';

/** The window that ends at `asOf` and lasts `length`. */
const upTo = (asOf: string, length: Micros): Interval => ({ from: at(asOf) - length, to: at(asOf) });

const everyDay = (opens: Micros, closes: Micros): BusinessHours[] =>
  [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, opens, closes }));

const nothingObserved = timeline();

describe('docs/rules.md, R2: windows are elapsed time, not calendar days', () => {
  const open = (asOf: string, hours: BusinessHours[]) =>
    openIntervals(weekly('America/New_York', hours), upTo(asOf, 168 * HOUR));

  it.each([
    ['spring', '2024-03-11T04:00:00Z'],
    ['fall', '2024-11-04T05:00:00Z'],
  ])('the last day is 24 h across the %s clock change, for a store open around the clock', (_season, asOf) => {
    for (const hours of [[], everyDay(0, DAY)]) {
      const figures = windowFigures(upTo(asOf, 24 * HOUR), open(asOf, hours), [], nothingObserved, 'active');
      expect(figures.scheduled).toBe(86_400_000_000);
    }
  });

  it('the last hour, day and week end at the as of, at any time of the day', () => {
    // Open from 09:00 to 17:00 in New York; the as of is 11:20 there, on a Wednesday.
    const asOf = '2024-06-05T15:20:00Z';
    const intervals = open(asOf, everyDay(9 * HOUR, 17 * HOUR));
    const businessTime = (length: Micros) =>
      windowFigures(upTo(asOf, length), intervals, [], nothingObserved, 'active').scheduled;
    expect(businessTime(HOUR)).toBe(HOUR);
    // 11:20 to 17:00 the day before, and 09:00 to 11:20.
    expect(businessTime(24 * HOUR)).toBe(5 * HOUR + 40 * MINUTE + 2 * HOUR + 20 * MINUTE);
    expect(businessTime(168 * HOUR)).toBe(7 * 8 * HOUR);
  });
});

describe('docs/rules.md, R13: uptime and downtime', () => {
  const window = { from: at('2024-06-05T00:00:00Z'), to: at('2024-06-06T00:00:00Z') };
  const morning = { from: at('2024-06-05T08:00:00Z'), to: at('2024-06-05T12:00:00Z') };
  const evening = { from: at('2024-06-05T18:00:00Z'), to: at('2024-06-05T22:00:00Z') };

  it('cover business time only: observations outside it change nothing within it', () => {
    const observed = timeline([at('2024-06-05T09:00:00Z'), 'active'], [at('2024-06-05T12:00:00Z'), 'inactive']);
    expect(windowFigures(window, [morning], [], observed, 'inactive')).toEqual({
      scheduled: 4 * HOUR,
      uptime: 3 * HOUR,
      downtime: HOUR,
      unknown: 0,
      excluded: 0,
    });
  });

  it('follow a status observed while the store was closed', () => {
    const observed = timeline([at('2024-06-05T07:00:00Z'), 'active'], [at('2024-06-05T15:00:00Z'), 'inactive']);
    expect(windowFigures(window, [morning, evening], [], observed, 'inactive')).toEqual({
      scheduled: 8 * HOUR,
      uptime: 4 * HOUR,
      downtime: 4 * HOUR,
      unknown: 0,
      excluded: 0,
    });
  });

  it('follow a status carried from long before the window', () => {
    const observed = timeline([at('2004-06-05T09:00:00Z'), 'inactive']);
    expect(windowFigures(window, [morning, evening], [], observed, 'active')).toEqual({
      scheduled: 8 * HOUR,
      uptime: 0,
      downtime: 8 * HOUR,
      unknown: 0,
      excluded: 0,
    });
  });

  it('follow the default status when nothing was observed', () => {
    expect(windowFigures(window, [morning], [], nothingObserved, 'active')).toMatchObject({
      uptime: 4 * HOUR,
      downtime: 0,
    });
    expect(windowFigures(window, [morning], [], nothingObserved, 'inactive')).toMatchObject({
      uptime: 0,
      downtime: 4 * HOUR,
    });
  });

  it('add up to the business time, to the microsecond', () => {
    const observed = {
      observedAt: Float64Array.of(morning.from + 1, morning.from + 3, evening.to - 1),
      status: Uint8Array.of(1, 0, 1),
    };
    expect(windowFigures(window, [morning, evening], [], observed, 'inactive')).toEqual({
      scheduled: 28_800_000_000,
      uptime: 3,
      downtime: 28_799_999_997,
      unknown: 0,
      excluded: 0,
    });
  });

  it('are cut to the window when open intervals reach beyond it', () => {
    const beyond = [
      { from: window.from - 2 * DAY, to: window.from - DAY },
      { from: window.from - HOUR, to: window.from + HOUR },
      { from: window.to - 2 * HOUR, to: window.to + HOUR },
      { from: window.to + 2 * HOUR, to: window.to + 3 * HOUR },
    ];
    const observed = timeline(
      [at('2024-06-04T23:30:00Z'), 'inactive'],
      [at('2024-06-05T00:30:00Z'), 'active'],
      [at('2024-06-06T00:30:00Z'), 'inactive'],
    );
    expect(windowFigures(window, beyond, [], observed, 'active')).toEqual({
      scheduled: 3 * HOUR,
      uptime: 2 * HOUR + 30 * MINUTE,
      downtime: 30 * MINUTE,
      unknown: 0,
      excluded: 0,
    });
  });

  it('are 0 for a store that is closed throughout the window', () => {
    const observed = timeline([at('2024-06-05T09:00:00Z'), 'active']);
    expect(windowFigures(window, [], [], observed, 'active')).toEqual({
      scheduled: 0,
      uptime: 0,
      downtime: 0,
      unknown: 0,
      excluded: 0,
    });
  });
});

describe('docs/rules.md, R29: what an instant of open time counts as', () => {
  const day = '2024-06-05T';
  const hours = (from: string, to: string): Interval => ({ from: at(`${day}${from}:00Z`), to: at(`${day}${to}:00Z`) });
  const window = hours('00:00', '23:00');
  const open = [hours('08:00', '12:00'), hours('18:00', '22:00')];
  const observed = timeline(
    [at(`${day}09:00:00Z`), 'active'],
    [at(`${day}11:00:00Z`), 'unknown'],
    [at(`${day}20:00:00Z`), 'inactive'],
  );
  const figuresOf = (...closures: Interval[]) => windowFigures(window, open, closures, observed, 'inactive');

  it('is excluded if a closure covers it, and else by the status', () => {
    expect(figuresOf()).toEqual({
      scheduled: 8 * HOUR,
      uptime: 2 * HOUR,
      downtime: HOUR + 2 * HOUR,
      unknown: HOUR + 2 * HOUR,
      excluded: 0,
    });
    expect(figuresOf(hours('08:30', '10:00'), hours('11:30', '19:00'))).toEqual({
      scheduled: 8 * HOUR,
      uptime: HOUR,
      downtime: 30 * MINUTE + 2 * HOUR,
      unknown: 30 * MINUTE + HOUR,
      excluded: HOUR + 30 * MINUTE + 30 * MINUTE + HOUR,
    });
  });

  it('is excluded only while the store is open, and within the window', () => {
    expect(figuresOf(hours('13:00', '17:00')).excluded).toBe(0);
    expect(figuresOf({ from: window.from - DAY, to: window.to + DAY })).toEqual({
      scheduled: 8 * HOUR,
      uptime: 0,
      downtime: 0,
      unknown: 0,
      excluded: 8 * HOUR,
    });
    const morning = hours('08:00', '09:00');
    expect(windowFigures(morning, open, [hours('08:45', '22:00')], observed, 'inactive').excluded).toBe(15 * MINUTE);
  });

  it.each([0, 1, 2, 3])(
    'is one of four, which add up to the microsecond, wherever a closure of %d µs lies',
    (length) => {
      const { from } = hours('09:00', '10:00');
      for (const start of [from - 1, from, from + 1, at(`${day}11:59:59.999Z`)]) {
        const { scheduled, uptime, downtime, unknown, excluded } = figuresOf({ from: start, to: start + length });
        expect(uptime + downtime + unknown + excluded).toBe(scheduled);
        expect(excluded).toBe(length);
      }
    },
  );

  it('is unknown before the first observation, if that is the default', () => {
    expect(windowFigures(window, open, [], timeline(), 'unknown')).toMatchObject({
      unknown: 8 * HOUR,
      uptime: 0,
      downtime: 0,
    });
  });
});
