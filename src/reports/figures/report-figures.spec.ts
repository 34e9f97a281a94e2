import { REPORT_COLUMNS, REPORT_HEADER } from '../../../test/support/reports/header';
import { ReportFigures } from './report-figures';
import { distributionOf } from './uptime-distribution';

async function* csv(...chunks: string[]): AsyncGenerator<string> {
  yield REPORT_HEADER;
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function figures(): Promise<ReportFigures> {
  const chunks = csv(
    'a,60.00,24.00,168.00,0.00,0.00,0.00\nab,0.29,20.10,100.00,59.71,3.90,68.00\n',
    'ac,0.00,0.00,0.00,0.00,0.00,0.00\nb,0.00,20.10,30.00,60.00,3.90,70.00\n',
  );
  return ReportFigures.parse({ reportId: 'r', asOf: 0, stores: 4 }, chunks);
}

describe('ReportFigures', () => {
  it('hold the numbers of the CSV', async () => {
    const found = await figures();
    expect(found.size).toBe(4);
    expect(found.figures(1)).toEqual({
      uptime_last_hour: 0.29,
      uptime_last_day: 20.1,
      uptime_last_week: 100,
      downtime_last_hour: 59.71,
      downtime_last_day: 3.9,
      downtime_last_week: 68,
    });
    expect(found.rowOf('ac')).toBe(2);
    expect(found.rowOf('aa')).toBeUndefined();
    expect(found.firstNotBefore('aa')).toBe(1);
    expect(found.firstNotBefore('c')).toBe(4);
  });

  it('are sorted by a column, those with equal figures by id', async () => {
    const found = await figures();
    expect([...found.order('store_id', 'descending')]).toEqual([3, 2, 1, 0]);
    expect([...found.order('downtime_last_day', 'ascending')]).toEqual([0, 2, 1, 3]);
    expect([...found.order('downtime_last_day', 'descending')]).toEqual([1, 3, 0, 2]);
    expect([...found.order('uptime_last_week', 'descending')]).toEqual([0, 1, 3, 2]);
  });

  it.each(REPORT_COLUMNS)('are found by prefix, sorted by %s in either direction, page by page', async (column) => {
    const found = await figures();
    for (const direction of ['ascending', 'descending'] as const) {
      const order = found.order(column, direction);
      for (const prefix of [undefined, 'a', 'ab', 'b', 'c', '0']) {
        const expected = [...order].filter((row) => found.storeId(row).startsWith(prefix ?? ''));
        for (const limit of [1, 2, 3, 4, 5]) {
          const rows: number[] = [];
          for (let position = 0; ;) {
            const page = found.rowsFrom(order, position, { prefix }, limit);
            rows.push(...page.map(({ row }) => row));
            if (page.length < limit) break;
            position = (page.at(-1)?.position ?? NaN) + 1;
          }
          expect(rows).toEqual(expected);
        }
      }
    }
  });

  it('are found by their store ids, in the order of the request', async () => {
    const found = await figures();
    const storeIds = [found.storeId(3), 'unknown', found.storeId(0), found.storeId(1)];
    const ids = (prefix: string | undefined, from: number) =>
      found
        .rowsFrom(found.order('store_id', 'descending'), from, { prefix, storeIds }, 2)
        .map(({ row }) => found.storeId(row));
    expect(ids(undefined, 0)).toEqual([found.storeId(3), found.storeId(1)]);
    expect(ids(undefined, 3)).toEqual([found.storeId(0)]);
    expect(ids(found.storeId(1), 0)).toEqual([found.storeId(1)]);
  });

  it('have the columns of the report, whatever they are', async () => {
    const columns = [
      'uptime_2024',
      'uptime_last_hour',
      'downtime_2024',
      'downtime_last_hour',
      'unknown_2024',
      'excluded_2024',
    ];
    const year = ['655.36', '60.00', '8123.45', '0.00', '0.01', '8784.00'];
    async function* chunks() {
      yield `store_id,${columns.join()}\n`;
      // A shard may have no rows.
      yield '';
      yield await Promise.resolve(`a,${year.join()}\n`);
      yield '';
      yield `b,0.00,0.00,8784.00,60.00,0.00,0.00\nc,${year.join()}\n`;
    }
    const found = await ReportFigures.parse({ reportId: 'r', asOf: 0, stores: 5 }, chunks());
    expect(found.size).toBe(3);
    expect([0, 1, 2].map((row) => found.storeId(row))).toEqual(['a', 'b', 'c']);
    expect(Object.entries(found.figures(0))).toEqual(columns.map((column, index) => [column, Number(year[index])]));
    expect(found.hundredths('downtime_2024', 0)).toBe(812_345);
    expect([...found.order('downtime_2024', 'descending')]).toEqual([1, 0, 2]);
    expect([...found.order('excluded_2024', 'ascending')]).toEqual([1, 0, 2]);
    const named = [...columns, 'store_id', 'uptime_last_day', 'constructor', ''];
    expect(named.filter((column) => found.hasColumn(column))).toEqual([...columns, 'store_id']);
    expect([found.isSame(0, found, 2), found.isSame(0, found, 1)]).toEqual([true, false]);
  });

  it('have a distribution of uptime shares, without stores that have no business time', async () => {
    expect(distributionOf(await figures(), 'last_week')).toEqual({
      stores: 3,
      deciles: [0.3, 0.3, 0.3, ...Array<number>(5).fill(100 / 168), 1, 1, 1],
      // Exactly 0.3 belongs to the bin that begins there.
      bins: [0, 0, 0, 1, 0, 1, 0, 0, 0, 1],
      bands: [1, 1, 0, 0, 0, 0, 0, 0, 0, 1],
    });
  });

  it('have a distribution if they are of one store, or of none with business time', async () => {
    const of = async (...lines: string[]) =>
      distributionOf(
        await ReportFigures.parse({ reportId: 'r', asOf: 0, stores: lines.length }, csv(...lines)),
        'last_week',
      );
    const closed = 'a,0.00,0.00,0.00,0.00,0.00,0.00\n';
    const bins = Array<number>(10).fill(0);
    expect(await of()).toEqual({ stores: 0, deciles: [], bins, bands: bins });
    expect(await of(closed)).toEqual({ stores: 0, deciles: [], bins, bands: bins });
    expect(await of(closed, 'b,0.00,0.00,42.00,60.00,24.00,126.00\n')).toEqual({
      stores: 1,
      deciles: Array<number>(11).fill(0.25),
      bins: bins.with(2, 1),
      bands: bins.with(0, 1),
    });
  });

  it('counts a share where its band begins, and only stores without downtime as whole', async () => {
    const week = (id: string, up: string, down: string) => `${id},0.00,0.00,${up},0.00,0.00,${down}\n`;
    const rows = [week('a', '99.90', '0.10'), week('b', '99.89', '0.11'), week('c', '90.00', '10.00')];
    const found = await ReportFigures.parse({ reportId: 'r', asOf: 0, stores: 3 }, csv(...rows));
    expect(distributionOf(found, 'last_week').bands).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 1, 0]);
  });
});
