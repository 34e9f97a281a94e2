import { reportHeader } from '../report-csv';
import { ReportFigures } from './report-figures';
import { roundedTotals } from './window-totals';

describe('the totals of a window whose exact figures were not kept', () => {
  it('are sums in hours, also of minutes, and without columns that the report does not have', async () => {
    async function* csv() {
      yield await Promise.resolve(reportHeader({ windows: ['last_hour', '2024-10'], columns: 'standard' }));
      yield 'a,45.00,10.25,15.00,1.50\nb,0.00,0.50,60.00,2.25\n';
    }
    const figures = await ReportFigures.parse({ reportId: 'r', asOf: 0, stores: 2 }, csv());
    const none = { unknown: undefined, excluded: undefined };
    expect(roundedTotals(figures, 'last_hour')).toEqual({ uptime: 0.75, downtime: 1.25, ...none });
    expect(roundedTotals(figures, '2024-10')).toEqual({ uptime: 10.75, downtime: 3.75, ...none });
  });

  it('have unknown and excluded time where the report has them', async () => {
    async function* csv() {
      yield await Promise.resolve(reportHeader({ windows: ['last_day'], columns: 'all' }));
      yield 'a,1.00,2.00,3.00,4.00\nb,1.00,2.00,3.00,4.00\n';
    }
    const figures = await ReportFigures.parse({ reportId: 'r', asOf: 0, stores: 2 }, csv());
    expect(roundedTotals(figures, 'last_day')).toEqual({ uptime: 2, downtime: 4, unknown: 6, excluded: 8 });
  });
});
