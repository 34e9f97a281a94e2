import { csvOf, fileName, withAttributes } from '../../web/src/csv';
import { rangeOf, rangeText, stepFor, whenText } from '../../web/src/periods/range';
import { clockOf } from '../../web/src/views/store/clock';
import { inOrder, standsOut } from '../../web/src/views/outages/down-groups';
import { axisTo, barsOf, peakOf } from '../../web/src/views/overview/bars';

const step = (hour: number, down: number) => ({
  from: `2024-10-12T${hour}:00:00.000000Z`,
  stores_open: 100,
  stores_down: down,
  stores_unknown: 0,
  uptime_us: 0,
  downtime_us: down * 1000,
  unknown_us: 0,
  excluded_us: 0,
});

describe('the chart of stores down', () => {
  const bars = barsOf([step(20, 3), step(21, 40), step(22, 40)], [step(20, 5)], '2024-10-12T22:30:00.000000Z');

  it('has a bar for each step, beside the same step before, and the last one ends with the range', () => {
    expect(bars.map(({ down, before, lost }) => [down, before, lost])).toEqual([
      [3, 5, 3000],
      [40, undefined, 40_000],
      [40, undefined, 40_000],
    ]);
    expect(bars.map(({ to }) => to.slice(11, 16))).toEqual(['21:00', '22:00', '22:30']);
    expect(peakOf(bars)).toBe(bars[1]);
    expect(peakOf(barsOf([step(20, 0)], undefined, ''))).toBeUndefined();
  });

  it.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [142, [0, 50, 100, 150]],
    [1201, [0, 500, 1000, 1500]],
  ])('has round marks up to %i', (most, marks) => {
    expect(axisTo(most)).toEqual(marks);
  });

  it('covers the days of a period in a zone, clock changes included, up to the as of', () => {
    const period = { first: '2024-11-03', last: '2024-11-03' };
    const day = rangeOf(period, 'America/Chicago', '2024-11-09T00:00:00.000000Z');
    expect(day).toEqual({ from: '2024-11-03T05:00:00.000Z', to: '2024-11-04T06:00:00.000Z' });
    expect(rangeOf(period, 'America/Chicago', '2024-11-03T10:00:00Z')?.to).toBe('2024-11-03T10:00:00Z');
    expect(rangeOf(period, 'America/Chicago', '2024-11-03T05:00:00Z')).toBeUndefined();
    expect([1, 8, 9, 62, 63].map((days) => stepFor({ first: '2024-01-01', last: dayAfter(days) }))).toEqual([
      '1h',
      '1h',
      '6h',
      '6h',
      '1d',
    ]);
  });

  it('says a time as people do', () => {
    const text = (from: string, to: string) => rangeText({ from, to }, clockOf('America/Chicago'));
    expect(text('2024-10-13T00:00:00Z', '2024-10-13T01:00:00Z')).toBe('Sat 12 Oct 2024, 19:00 to 20:00');
    expect(text('2024-10-13T04:00:00Z', '2024-10-13T05:00:00Z')).toBe('Sat 12 Oct 2024, 23:00 to 24:00');
    expect(text('2024-10-12T05:00:00Z', '2024-10-13T05:00:00Z')).toBe('Sat 12 Oct 2024');
    expect(text('2024-10-12T05:00:00Z', '2024-10-13T06:00:00Z')).toBe(
      'Sat 12 Oct 2024, 00:00 to Sun 13 Oct 2024, 01:00',
    );
  });
});

function dayAfter(days: number): string {
  return new Date(Date.UTC(2024, 0, days)).toISOString().slice(0, 10);
}

describe('what stores that were down have in common', () => {
  const group = (value: string | undefined, down: number, open: number) => ({ value, down, open });

  it('is the group of which a far larger part was down than of the others', () => {
    const event = [group('West', 10, 120), group('East', 111, 250), group(undefined, 0, 0), group('Central', 6, 66)];
    expect(standsOut(event)?.value).toBe('East');
    expect(inOrder(event).map(({ value }) => value)).toEqual(['East', 'Central', 'West']);
  });

  it('is nothing if all groups are alike, too few stores are down, or there is one group only', () => {
    expect(standsOut([group('West', 20, 120), group('East', 60, 250)])).toBeUndefined();
    expect(standsOut([group('West', 0, 120), group('East', 4, 20)])).toBeUndefined();
    expect(standsOut([group('East', 60, 100)])).toBeUndefined();
    expect(standsOut([group(undefined, 60, 100), group('East', 1, 100)])).toBeUndefined();
  });
});

describe('a list as CSV', () => {
  it('quotes what needs it, and has no formulas', () => {
    const columns = [
      ['store_id', ({ id }: { id: string }) => id],
      ['name', ({ name }: { name: string | null }) => name],
    ] as const;
    const rows = [
      { id: '1', name: 'Barn, "5th" Avenue' },
      { id: '2', name: '=HYPERLINK(1)' },
      { id: '3', name: null },
    ];
    expect(csvOf(columns, rows)).toBe(`store_id,name\n1,"Barn, ""5th"" Avenue"\n2,'=HYPERLINK(1)\n3,\n`);
    const described: { id: string; attributes: Record<string, string> }[] = [
      { id: '1', attributes: { Owner: 'Zoë', name: 'x' } },
      { id: '2', attributes: { region: '+West' } },
    ];
    const withName = withAttributes<(typeof described)[number]>([
      ['store_id', ({ id }) => id],
      ['name', () => null],
    ]);
    expect(csvOf(withName(described), described)).toBe(
      `store_id,name,Owner,attributes.name,region\n1,,Zoë,x,\n2,,,,'+West\n`,
    );
    expect(fileName('stores', '', 'Zoë/1', '2024-10-12T19:00')).toBe('stores_Zoë-1_2024-10-12T19-00.csv');
  });
});

it('an incident that outlasts the time that is shown is not called ongoing, which it may no longer be', () => {
  const range = { from: '2024-10-12T05:00:00Z', to: '2024-10-13T05:00:00Z' };
  const when = (to: string | null) => whenText({ from: '2024-10-12T22:00:00Z', to }, range, clockOf('America/Chicago'));
  expect(when('2024-10-13T01:00:00Z')).toBe('Sat 12 Oct 2024, 17:00 to 20:00');
  expect(when(null)).toBe('Sat 12 Oct 2024, 17:00 to 24:00, not over by then');
});
