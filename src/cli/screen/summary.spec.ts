import { summarise, summaryLines } from './summary';

const HEADER =
  'store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,downtime_last_week';

async function* report(...rows: string[]): AsyncGenerator<string> {
  yield HEADER;
  yield* await Promise.resolve(rows);
}

/** A store that is open all week and down for some of it. */
function store(id: string, downHours: number): string {
  return `${id},60.00,24.00,${(168 - downHours).toFixed(2)},0.00,0.00,${downHours.toFixed(2)}`;
}

describe('the summary of a report', () => {
  it('sums every window exactly, where fractions would not', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `s${index},0.10,0.20,0.70,0.01,0.02,0.07`);
    expect(await summarise(report(...rows))).toMatchObject({
      stores: 1000,
      lastHour: { up: 10_000, down: 1000 },
      lastDay: { up: 20_000, down: 2000 },
      lastWeek: { up: 70_000, down: 7000 },
    });
  });

  it('names the ten stores with most downtime, the worst first, those with equal downtime in the order of the report', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => store(`s${index}`, index % 10));
    const { worst } = await summarise(report(...rows));
    expect(worst.map(({ storeId }) => storeId)).toEqual([
      's9',
      's19',
      's29',
      's8',
      's18',
      's28',
      's7',
      's17',
      's27',
      's6',
    ]);
  });

  it('names no store that was never down', async () => {
    const { worst } = await summarise(report(store('up', 0), store('down', 1), store('up-too', 0)));
    expect(worst).toEqual([{ storeId: 'down', up: 16_700, down: 100 }]);
  });

  it('is empty for an empty report', async () => {
    const nothing = { up: 0, down: 0 };
    const empty = { stores: 0, lastHour: nothing, lastDay: nothing, lastWeek: nothing, worst: [] };
    expect(await summarise(report())).toEqual(empty);
    expect(summaryLines(empty, null)).toContain('last hour        –   0.00 h   0.00 h');
  });

  it('gives all windows in hours, and no share of a window in which no store was open', async () => {
    const rows = ['a,0.00,18.00,1500.00,0.00,6.00,500.00', 'b,0.00,0.00,0.00,0.00,0.00,0.00'];
    // Exact figures may come to other shares than the figures of the rows, which are rounded.
    const shares = { last_hour: null, last_day: 0.75, last_week: 0.999999 };
    expect(summaryLines(await summarise(report(...rows)), shares)).toEqual([
      '2 stores with 2,000.00 hours of business time in the last week',
      '',
      '            uptime           up       down',
      'last hour        –       0.00 h     0.00 h',
      'last day    75.00%      18.00 h     6.00 h',
      'last week   99.99%   1,500.00 h   500.00 h',
      '',
      'most downtime in the last week   uptime       down',
      'a                                75.00%   500.00 h',
    ]);
  });

  it('turns the minutes of the last hour into hours', async () => {
    const shares = { last_hour: 0.75, last_day: null, last_week: null };
    expect(summaryLines(await summarise(report('a,45.00,0.00,0.00,15.00,0.00,0.00')), shares)).toContain(
      'last hour   75.00%   0.75 h   0.25 h',
    );
  });
});
