import type { Schemas } from '../../api/client';
import { figure, inUtc, share } from '../../format';
import { type StoreCoverage, useCoverage, useStoreCoverage } from '../../periods/coverage-reports';
import { STANDARD_WINDOWS } from '../../periods/period';
import { Badge } from '../../ui/badge';
import { BeingComputed } from '../../ui/being-computed';
import { CoverageInList, CoverageLegend } from '../../ui/coverage';
import { Moment } from '../../ui/times/moment';
import { StoreLink } from '../../ui/store-link';
import type { CsvColumn } from '../../csv';
import { Sortable, Table } from '../../ui/table';

/** The list as CSV. */
export const COLUMNS: readonly CsvColumn<Schemas['StoreDto']>[] = [
  ['store_id', ({ store_id }) => store_id],
  ['name', ({ name }) => name],
  ['status', ({ status }) => status],
  ['open_now', ({ open_now }) => String(open_now)],
  ['last_observed_at', ({ last_observed_at }) => last_observed_at],
  ['timezone', ({ timezone }) => timezone],
  ['downtime_last_hour', ({ figures }) => figures && figure(figures.downtime_last_hour)],
  ['downtime_last_day', ({ figures }) => figures && figure(figures.downtime_last_day)],
  ['downtime_last_week', ({ figures }) => figures && figure(figures.downtime_last_week)],
  ['uptime_last_week', ({ figures }) => figures && figure(figures.uptime_last_week)],
];

const DOWNTIMES = [
  ['downtime_last_hour', 'last_hour', 'Downtime, hour', 'min'],
  ['downtime_last_day', 'last_day', 'Downtime, day', 'h'],
  ['downtime_last_week', 'last_week', 'Downtime, week', 'h'],
] as const;

interface ListProps {
  readonly stores: readonly Schemas['StoreDto'][];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  /** How much of their figures is measured. */
  readonly coverageOf?: StoreCoverage;
}

/** Stores, each with its figures, which come first where not everything fits: on a phone, only the one that the list is sorted by. */
export function List({ stores, sort, onSort, coverageOf = () => undefined }: ListProps) {
  const isShare = sort === 'store_id';
  const minorUnless = (isKey: boolean) => (isKey ? 'number' : 'number minor');
  return (
    <Table caption="Stores and their figures">
      <thead>
        <tr>
          <Sortable column="store_id" sort={sort} onSort={onSort}>
            Store
          </Sortable>
          {DOWNTIMES.map(([column, , heading, unit]) => (
            <Sortable key={column} column={column} sort={sort} onSort={onSort} isNumber isMinor={sort !== `-${column}`}>
              {heading} <small>{unit}</small>
            </Sortable>
          ))}
          <th scope="col" class={minorUnless(isShare)}>
            Uptime, week
          </th>
          <th scope="col" class="minor">
            Status
          </th>
          <th scope="col" class="minor">
            Now
          </th>
          <th scope="col" class="minor">
            Last observed <small>UTC</small>
          </th>
          <th scope="col" class="minor">
            Time zone
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
              {DOWNTIMES.map(([column, window]) => (
                <td key={column} class={minorUnless(sort === `-${column}`)}>
                  {figures ? figure(figures[column]) : '–'}
                  <CoverageInList parts={coverageOf(store_id, window)} />
                </td>
              ))}
              <td class={minorUnless(isShare)}>{figures ? shareOf(figures) : '–'}</td>
              <td class="minor">{status ? <Badge status={status} /> : <span class="quiet">never observed</span>}</td>
              <td class="minor">{open_now ? 'open' : 'closed'}</td>
              <td class="minor wrap">
                <Moment text={inUtc(last_observed_at)} />
              </td>
              <td class="minor">
                {timezone} {timezone_is_default && <small class="quiet">default</small>}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </Table>
  );
}

interface CoveredListProps extends Omit<ListProps, 'coverageOf'> {
  /** The report that the figures come from. */
  readonly report: Schemas['SingleReportDto'];
  /** The terms of a report that names none. */
  readonly service: Schemas['ServiceTermsDto'];
}

/** The same, with how much of the figures is measured. */
export function CoveredList({ report, service, ...list }: CoveredListProps) {
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
    list.stores.map(({ store_id }) => store_id),
  );
  return (
    <>
      <List {...list} coverageOf={coverageOf} />
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
