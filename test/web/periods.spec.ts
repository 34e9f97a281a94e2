import { instantOf } from '../../web/src/views/store/clock';
import {
  comparedWindow,
  comparedWith,
  dateAt,
  isOver,
  periodIn,
  periodOf,
  periodText,
  windowOf,
} from '../../web/src/periods/period';

const NONE = { first: '', last: '' };

describe('periods', () => {
  it('are whole days up to yesterday, or this month up to today', () => {
    expect(periodOf('yesterday', '2024-11-01', NONE)).toEqual({ first: '2024-10-31', last: '2024-10-31' });
    expect(periodOf('week', '2024-03-03', NONE)).toEqual({ first: '2024-02-25', last: '2024-03-02' });
    expect(periodOf('month', '2024-10-14', NONE)).toEqual({ first: '2024-10-01', last: '2024-10-14' });
  });

  it('are the picked dates if these are in order and not too many', () => {
    const picked = { first: '2024-01-01', last: '2024-12-31' };
    expect(periodOf('dates', '2025-01-01', picked)).toEqual(picked);
    expect(periodOf('dates', '2025-01-01', { ...picked, last: '2025-01-01' })).toBeUndefined();
    expect(periodOf('dates', '2025-01-01', { first: '2024-10-02', last: '2024-10-01' })).toBeUndefined();
    expect(periodOf('dates', '2025-01-01', NONE)).toBeUndefined();
  });

  it('are compared with the same weekdays before them', () => {
    const before = (first: string, last: string) => windowOf(comparedWith('dates', { first, last }));
    expect(before('2024-10-14', '2024-10-14')).toBe('2024-10-07');
    expect(before('2024-10-08', '2024-10-14')).toBe('2024-10-01..2024-10-07');
    expect(before('2024-10-08', '2024-10-15')).toBe('2024-09-24..2024-10-01');
    expect(before('2024-10-01', '2024-10-07')).toBe('2024-09-24..2024-09-30');
  });

  it('are compared, if they are this month, with the same days of the month before as far as it has them', () => {
    const before = (first: string, last: string) => windowOf(comparedWith('month', { first, last }));
    expect(before('2024-10-01', '2024-10-14')).toBe('2024-09-01..2024-09-14');
    expect(before('2024-10-01', '2024-10-01')).toBe('2024-09-01');
    expect(before('2024-10-01', '2024-10-31')).toBe('2024-09-01..2024-09-30');
    expect(before('2024-03-01', '2024-03-30')).toBe('2024-02-01..2024-02-29');
    expect(before('2025-01-01', '2025-01-02')).toBe('2024-12-01..2024-12-02');
  });

  it('are compared with another one of the report that has them', () => {
    const month = '2024-10-01..2024-10-14';
    expect(comparedWindow(month, [month, '2024-09-01..2024-09-14', 'last_hour'])).toBe('2024-09-01..2024-09-14');
    expect(comparedWindow(month, [month, '2024-09-17..2024-09-30'])).toBe('2024-09-17..2024-09-30');
    expect(comparedWindow('2024-09-01..2024-09-14', [month, '2024-09-01..2024-09-14'])).toBeUndefined();
    expect(comparedWindow('2024-10-14', ['2024-10-14', '2024-10-07'])).toBe('2024-10-07');
    // Days that neither begin a month nor lie within one.
    expect(comparedWindow('2024-10-02..2024-10-14', ['2024-09-02..2024-09-14'])).toBeUndefined();
    expect(comparedWindow('2024-10-01..2024-11-02', ['2024-09-01..2024-09-02'])).toBeUndefined();
    expect(comparedWindow('last_hour', ['last_hour', 'last_day'])).toBeUndefined();
  });

  it('are windows of reports', () => {
    expect(windowOf({ first: '2024-10-01', last: '2024-10-07' })).toBe('2024-10-01..2024-10-07');
    expect(periodIn('2024-10-01..2024-10-07')).toEqual({ first: '2024-10-01', last: '2024-10-07' });
    expect(periodIn('last_week')).toBeUndefined();
    expect(periodIn('2024-10')).toBeUndefined();
    expect(periodText({ first: '2024-10-01', last: '2024-10-07' })).toBe('Tue 1 Oct 2024 to Mon 7 Oct 2024');
  });

  it('are over when they are on the western edge of the calendar', () => {
    const period = { first: '2024-10-01', last: '2024-10-07' };
    expect(isOver(period, '2024-10-08T11:59:59.999999Z')).toBe(false);
    expect(isOver(period, '2024-10-08T12:00:00.000000Z')).toBe(true);
  });

  it('begin on the date at the zone of the service', () => {
    expect(dateAt('2024-10-14T03:00:00.000000Z', 'America/Chicago')).toBe('2024-10-13');
    expect(dateAt('2024-10-14T03:00:00.000000Z', 'Asia/Tokyo')).toBe('2024-10-14');
  });
});

describe('the instant of a local time', () => {
  it.each([
    ['2024-10-07T09:00', 'America/New_York', '2024-10-07T13:00:00.000Z'],
    ['2024-10-07T09:00', 'Asia/Kathmandu', '2024-10-07T03:15:00.000Z'],
    ['2024-11-03T00:00', 'America/New_York', '2024-11-03T04:00:00.000Z'],
    // Comes twice: the first one.
    ['2024-11-03T01:30', 'America/New_York', '2024-11-03T05:30:00.000Z'],
    ['2024-11-04T00:00', 'America/New_York', '2024-11-04T05:00:00.000Z'],
    ['2024-10-07T09:00', 'Nowhere/Unknown', '2024-10-07T09:00:00.000Z'],
  ])('%s in %s is %s', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant);
  });
});
