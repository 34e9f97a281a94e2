import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../api/client';
import { durationText, MEASURED_WITHIN } from '../../api/terms';
import { figure, share } from '../../format';
import { type Period, periodText, weeksBefore, windowOf } from '../../periods/period';
import { href } from '../../route';
import { Loaded } from '../../ui/loaded';
import { StoreLink } from '../../ui/store-link';
import { Table } from '../../ui/table';

const SHOWN = 10;

interface Props {
  /** A report in which only measured time is up or down. */
  readonly reportId: string;
  readonly period: Period;
}

/** The stores with the most downtime that polls tell about. */
export function Worst({ reportId, period }: Props) {
  const window = windowOf(period);
  const sort = `-downtime_${window}`;
  const rows = useQuery({
    queryKey: ['worst', reportId, sort],
    queryFn: () =>
      dataOf(
        api.GET('/reports/{report_id}/rows', {
          params: { path: { report_id: reportId }, query: { limit: SHOWN, sort } },
        }),
      ),
  });
  return (
    <section class="card" aria-labelledby="worst">
      <h2 id="worst">Most downtime, {periodText(period)}</h2>
      <Loaded query={rows}>
        {(page) => (
          <Table caption={`Stores with the most downtime, ${periodText(period)}`}>
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col" class="number">
                  Downtime <small>h</small>
                </th>
                <th scope="col" class="number">
                  Before <small>h</small>
                </th>
                <th scope="col" class="number">
                  Measured
                </th>
              </tr>
            </thead>
            <tbody>
              {page.rows.map((row) => (
                <tr key={row.store_id}>
                  <th scope="row">
                    <StoreLink id={row.store_id} />
                  </th>
                  <td class="number">{figure(numberIn(row[`downtime_${window}`]))}</td>
                  <td class="number">{figure(numberIn(row[`downtime_${windowOf(weeksBefore(period))}`]))}</td>
                  <td class="number">{share(measuredShare(row, window))}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
      <p class="quiet">
        A poll speaks for {durationText(MEASURED_WITHIN)} at most here, so only measured downtime counts. Before:{' '}
        {periodText(weeksBefore(period))}.
      </p>
      <p>
        <a href={href(['reports', reportId], { sort })}>All stores by downtime</a>
      </p>
    </section>
  );
}

type Row = Readonly<Record<string, string | number>>;

/** Of open time that is not excluded; null without any. From whole hundredths: sums of fractions are not exact. */
function measuredShare(row: Row, window: string): number | null {
  const hundredths = (name: string) => Math.round(numberIn(row[`${name}_${window}`]) * 100);
  const measured = hundredths('uptime') + hundredths('downtime');
  const total = measured + hundredths('unknown');
  return total === 0 ? null : measured / total;
}

function numberIn(value: string | number | undefined): number {
  return Number(value ?? 0);
}
