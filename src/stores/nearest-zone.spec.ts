import { zoneName } from '../calculator/schedule/zones';
import { nearestZone } from './nearest-zone';

describe('the nearest zone', () => {
  it.each([
    ['America/New York', 'America/New_York'],
    ['America_New_York', 'America/New_York'],
    ['US Eastern', 'US/Eastern'],
    ['New York', 'America/New_York'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['America/NewYork', 'America/New_York'],
    ['Amercia/Chicgo', 'America/Chicago'],
    ['Asia/Tokio', 'Asia/Tokyo'],
    ['US/Easter', 'US/Eastern'],
    ['AmericaNew_York', 'America/New_York'],
    ['Chicago, IL', 'America/Chicago'],
    ['Eastern Standard Time', 'America/New_York'],
    ['eastern daylight time', 'America/New_York'],
    ['Eastern Time (US & Canada)', 'America/New_York'],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['Eastern Standard Time (Mexico)', 'America/Cancun'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Tokyo Standard Time', 'Asia/Tokyo'],
    ['EST5DST', 'EST5EDT'],
    ['PST', 'America/Los_Angeles'],
    ['CDT', 'America/Chicago'],
    ['UTC-5', 'Etc/GMT+5'],
    ['+02:00', 'Etc/GMT-2'],
    ['GMT+0200', 'Etc/GMT-2'],
  ])('of %s is %s', (unknown, expected) => {
    expect(zoneName(unknown)).toBeUndefined();
    expect(nearestZone(unknown)).toBe(expected);
  });

  it.each([
    [''],
    ['Mars/Olympus'],
    ['America/Dallas'],
    ['America/Miami'],
    ['+05:30'],
    ['AEST'],
    ['UTC+99'],
    ['7'],
    ['a'.repeat(1_000_000)],
  ])('is none if there is no near one: %#', (unknown) => {
    expect(nearestZone(unknown)).toBeUndefined();
  });

  it.each([['US/Eastern'], ['EST5EDT'], ['asia/calcutta']])('is not needed for %s, which the database has', (name) => {
    expect(zoneName(name)).toBeDefined();
  });
});
