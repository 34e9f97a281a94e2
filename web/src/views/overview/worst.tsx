import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../api/client';
import { durationText, MEASURED_WITHIN } from '../../api/terms';
import { figure } from '../../format';
import { type CoverageReports, useStoreCoverage } from '../../periods/coverage-reports';
import { type Period, periodText, windowOf } from '../../periods/period';
import { href } from '../../route';
import { CoverageInList } from '../../ui/coverage';
import { Loaded } from '../../ui/loaded';
import { StoreLink } from '../../ui/store-link';
import { Table } from '../../ui/table';

const SHOWN = 10;

interface Props {
  /** A report in which only measured time is up or down. */
  readonly reportId: string;
  readonly coverage: CoverageReports;
  readonly period: Period;
  /** What it is compared with. */
  readonly before: Period;
}

/** The stores with the most downtime that polls tell about. */
export function Worst({ reportId, coverage, period, before }: Props) {
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
  const coverageOf = useStoreCoverage(coverage, rows.data?.rows.map(({ store_id }) => store_id) ?? []);
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
                <th scope="col" class="number minor">
                  Before <small>h</small>
                </th>
                <th scope="col" class="minor">
                  How it is known
                </th>
              </tr>
            </thead>
            <tbody>
              {page.rows.map((row) => (
                <tr key={row.store_id}>
                  <th scope="row">
                    <StoreLink id={row.store_id} name={row.name} />
                  </th>
                  <td class="number">{figure(numberIn(row[`downtime_${window}`]))}</td>
                  <td class="number minor">{figure(numberIn(row[`downtime_${windowOf(before)}`]))}</td>
                  <td class="minor">
                    <CoverageInList parts={coverageOf(row.store_id, window)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
      <p class="quiet">
        A poll speaks for {durationText(MEASURED_WITHIN)} at most here, so only measured downtime counts. Before:{' '}
        {periodText(before)}.
      </p>
      <p>
        <a href={href(['reports', reportId], { sort })}>All stores by downtime</a>
      </p>
    </section>
  );
}

function numberIn(value: string | number | undefined): number {
  return Number(value ?? 0);
}
