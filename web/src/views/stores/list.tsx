import type { Schemas } from '../../api/client';
import { figure, inUtc, share } from '../../format';
import { type StoreCoverage, useCoverage, useStoreCoverage } from '../../periods/coverage-reports';
import { STANDARD_WINDOWS } from '../../periods/period';
import { Badge } from '../../ui/badge';
import { BeingComputed } from '../../ui/being-computed';
import { CoverageInList, CoverageLegend } from '../../ui/coverage';
import { StoreLink } from '../../ui/store-link';
import { Table } from '../../ui/table';

interface ListProps {
  readonly stores: readonly Schemas['StoreDto'][];
  /** How much of their figures is measured. */
  readonly coverageOf?: StoreCoverage;
}

/** Stores, each with its figures. */
export function List({ stores, coverageOf = () => undefined }: ListProps) {
  return (
    <Table caption="Stores and their figures">
      <thead>
        <tr>
          <th scope="col">Store</th>
          <th scope="col">Status</th>
          <th scope="col">Now</th>
          <th scope="col">
            Last observed <small>UTC</small>
          </th>
          <th scope="col">Time zone</th>
          <th scope="col" class="number">
            Downtime, hour <small>min</small>
          </th>
          <th scope="col" class="number">
            Downtime, day <small>h</small>
          </th>
          <th scope="col" class="number">
            Downtime, week <small>h</small>
          </th>
          <th scope="col" class="number">
            Uptime, week
          </th>
        </tr>
      </thead>
      <tbody>
        {stores.map(
          ({ store_id, name, status, open_now, last_observed_at, timezone, timezone_is_default, figures }) => (
            <tr key={store_id}>
              <th scope="row">
                <StoreLink id={store_id} name={name} />
              </th>
              <td>{status ? <Badge status={status} /> : <span class="quiet">never observed</span>}</td>
              <td>{open_now ? 'open' : 'closed'}</td>
              <td>{inUtc(last_observed_at)}</td>
              <td>
                {timezone} {timezone_is_default && <small class="quiet">default</small>}
              </td>
              <td class="number">
                {figures ? figure(figures.downtime_last_hour) : '–'}
                <CoverageInList parts={coverageOf(store_id, 'last_hour')} />
              </td>
              <td class="number">
                {figures ? figure(figures.downtime_last_day) : '–'}
                <CoverageInList parts={coverageOf(store_id, 'last_day')} />
              </td>
              <td class="number">
                {figures ? figure(figures.downtime_last_week) : '–'}
                <CoverageInList parts={coverageOf(store_id, 'last_week')} />
              </td>
              <td class="number">{figures ? shareOf(figures) : '–'}</td>
            </tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

interface CoveredListProps {
  readonly stores: readonly Schemas['StoreDto'][];
  /** The report that the figures come from. */
  readonly report: Schemas['SingleReportDto'];
  /** The terms of a report that names none. */
  readonly service: Schemas['ServiceTermsDto'];
}

/** The same, with how much of the figures is measured. */
export function CoveredList({ stores, report, service }: CoveredListProps) {
  const coverage = useCoverage({
    windows: STANDARD_WINDOWS,
    asOf: report.as_of ?? '',
    service,
    closures: report.terms.closures,
    notBefore: report.created_at,
    isStarted: true,
  });
  const coverageOf = useStoreCoverage(
    coverage,
    stores.map(({ store_id }) => store_id),
  );
  return (
    <>
      <List stores={stores} coverageOf={coverageOf} />
      {coverage.measuredId === undefined ? (
        <BeingComputed what="How much is measured" problem={coverage.problem} />
      ) : (
        <CoverageLegend />
      )}
    </>
  );
}

/** From whole hundredths of hours: sums of fractions are not exact. */
function shareOf({ uptime_last_week, downtime_last_week }: Schemas['FiguresDto']): string {
  const uptime = Math.round(uptime_last_week * 100);
  const business = uptime + Math.round(downtime_last_week * 100);
  return share(business === 0 ? null : uptime / business);
}
