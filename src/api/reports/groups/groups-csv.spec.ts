import { LostSales } from '../../../calculator/lost-sales';
import type { ReportGroup } from '../../../reports/figures/report-groups';
import { groupsCsv } from './groups-csv';

const worst = [
  { storeId: 'b', downtime: 3 },
  { storeId: 'a', downtime: 1 },
];
const group = (...key: (string | null)[]): ReportGroup => ({
  key,
  stores: 2,
  windows: [{ uptime: 2n ** 53n + 1n, downtime: 4n, unknown: 0n, excluded: 1n, worst }],
  sales: [],
});
const NEITHER = { withWorst: false, withSales: false };
const FIGURES = 'uptime_us_last_day,downtime_us_last_day,unknown_us_last_day,excluded_us_last_day';

it('groups have their key, their number of stores and their sums, and no formula', () => {
  const csv = groupsCsv(['Region', 'brand'], ['last_day'], [group('=1+1', null), group('a,b', 'x')], NEITHER);
  expect(csv.split('\n')).toEqual([
    `Region,brand,stores,${FIGURES}`,
    `'=1+1,,2,9007199254740993,4,0,1`,
    `"a,b",x,2,9007199254740993,4,0,1`,
    '',
  ]);
});

it('an attribute that is called like another column is set apart from it', () => {
  const csv = groupsCsv(['Stores', 'downtime_us_last_day', 'store'], ['last_day'], [], NEITHER);
  expect(csv).toBe(`attributes.Stores,attributes.downtime_us_last_day,store,stores,${FIGURES}\n`);
});

it('the worst stores of each window are in a column of their own if they are asked for', () => {
  const csv = groupsCsv(['region'], ['last_day'], [group('West')], { ...NEITHER, withWorst: true });
  expect(csv).toBe(`region,stores,${FIGURES},worst_last_day\nWest,2,9007199254740993,4,0,1,b a\n`);
});

it('lost sales come last, after the worst stores, and are empty where nothing is known', () => {
  const sales = new LostSales();
  sales.add(100_000_000n, 3_600_000_000);
  const groups = [
    { ...group('West'), sales: [sales] },
    { ...group('East'), sales: [new LostSales()] },
  ];
  const csv = groupsCsv(['region'], ['last_day'], groups, { withWorst: true, withSales: true });
  expect(csv.split('\n')).toEqual([
    `region,stores,${FIGURES},worst_last_day,stores_with_sales,lost_sales_estimate_last_day`,
    'West,2,9007199254740993,4,0,1,b a,1,100.00',
    'East,2,9007199254740993,4,0,1,b a,0,',
    '',
  ]);
});
