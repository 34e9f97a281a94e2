import { keepPreviousData, useMutation, useQuery } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../api/client';
import { useReportProgress } from '../api/report-progress';
import { bytes, figure, instant, whole } from '../format';
import { goTo, href } from '../route';
import { Badge } from '../ui/badge';
import { Failure, Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Progress } from '../ui/progress';
import { Search } from '../ui/search';
import { Sortable, Table } from '../ui/table';

type Figures = Exclude<keyof Schemas['ReportRowDto'], 'store_id'>;
type Sort = 'store_id' | Figures | '-store_id' | `-${Figures}`;

const FIGURES: readonly (readonly [column: Figures, name: string, unit: string])[] = [
  ['uptime_last_hour', 'Uptime, hour', 'min'],
  ['downtime_last_hour', 'Downtime, hour', 'min'],
  ['uptime_last_day', 'Uptime, day', 'h'],
  ['downtime_last_day', 'Downtime, day', 'h'],
  ['uptime_last_week', 'Uptime, week', 'h'],
  ['downtime_last_week', 'Downtime, week', 'h'],
];

const SORTS: readonly Sort[] = [
  'store_id',
  '-store_id',
  ...FIGURES.flatMap(([column]) => [column, `-${column}`] as const),
];

interface Props {
  readonly reportId: string;
  readonly query: URLSearchParams;
}

export function Report({ reportId, query }: Props) {
  const report = useQuery({
    queryKey: ['report', reportId],
    queryFn: () => dataOf(api.GET('/reports/{report_id}', { params: { path: { report_id: reportId } } })),
    // A fallback: progress normally arrives as events.
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? 5_000 : false),
  });
  return (
    <>
      <p class="crumbs">
        <a href={href(['reports'])}>Reports</a>
      </p>
      <h1>
        Report <span class="id">{reportId}</span>
      </h1>
      <Loaded query={report}>
        {(found) => (
          <>
            <Facts report={found} />
            {found.status === 'Running' && <Running report={found} />}
            {found.status === 'Cancelled' && (
              <p class="empty">
                This report was cancelled and has no figures. <a href={href(['reports'])}>Start a new one</a>.
              </p>
            )}
            {found.status === 'Error' && <Failure error={new Error(found.reason ?? 'The report failed.')} />}
            {found.status === 'Complete' && <Rows report={found} query={query} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function Facts({ report }: { readonly report: Schemas['SingleReportDto'] }) {
  const { settings, csv_bytes } = report;
  return (
    <>
      <dl class="facts">
        <div>
          <dt>Status</dt>
          <dd>
            <Badge status={report.status} />
          </dd>
        </div>
        <div>
          <dt>As of</dt>
          <dd>{instant(report.as_of)}</dd>
        </div>
        <div>
          <dt>Stores</dt>
          <dd>{report.stores_total === null ? '–' : whole(report.stores_total)}</dd>
        </div>
        <div>
          <dt>Started</dt>
          <dd>{instant(report.created_at)}</dd>
        </div>
        <div>
          <dt>Status before the first observation</dt>
          <dd>{settings.default_status}</dd>
        </div>
        <div>
          <dt>Default time zone</dt>
          <dd>{settings.default_timezone}</dd>
        </div>
      </dl>
      {report.superseded_by_data === true && (
        <p class="note">
          Data at or before this report’s “as of” time have changed since. The report stays as it is; a new one may have
          different figures.
        </p>
      )}
      {csv_bytes !== null && (
        <p class="row">
          <a href={`/get_report?report_id=${report.report_id}`} download>
            Download CSV ({bytes(csv_bytes)})
          </a>
          <a href={href([], { report_id: report.report_id })}>Overview and stores with these figures</a>
        </p>
      )}
    </>
  );
}

function Running({ report }: { readonly report: Schemas['SingleReportDto'] }) {
  const progress = useReportProgress(report.report_id, true);
  const cancel = useMutation({
    mutationFn: () =>
      dataOf(api.POST('/reports/{report_id}/cancel', { params: { path: { report_id: report.report_id } } })),
    onSettled: () => queries.invalidateQueries(),
  });
  const done = progress?.done ?? report.stores_done;
  const total = progress?.total ?? report.stores_total;
  return (
    <section class="card row" aria-label="Progress">
      <Progress label="Report" value={total ? done / total : undefined}>
        {total === null ? 'Waiting for a worker' : `${whole(done)} of ${whole(total)} stores`}
      </Progress>
      <button
        type="button"
        class="secondary outline"
        disabled={cancel.isPending}
        onClick={() => {
          cancel.mutate();
        }}
      >
        Cancel
      </button>
    </section>
  );
}

function Rows({ report, query }: { readonly report: Schemas['SingleReportDto']; readonly query: URLSearchParams }) {
  const reportId = report.report_id;
  const q = query.get('q') ?? '';
  const sort = SORTS.find((option) => option === query.get('sort')) ?? 'store_id';
  const pages = usePages(`rows ${reportId} ${q} ${sort}`);
  const rows = useQuery({
    queryKey: ['rows', reportId, q, sort, pages.cursor],
    queryFn: () =>
      dataOf(
        api.GET('/reports/{report_id}/rows', {
          params: { path: { report_id: reportId }, query: { limit: 50, q, sort, cursor: pages.cursor } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const search = useCallback(
    (text: string) => {
      goTo(href(['reports', reportId], { q: text, sort }), 'replace');
    },
    [reportId, sort],
  );
  const sortBy = (by: string) => {
    goTo(href(['reports', reportId], { q, sort: by }), 'replace');
  };
  return (
    <section class="card" aria-labelledby="rows">
      <div class="row">
        <h2 id="rows">Stores</h2>
        <Search label="Id begins with" value={q} onSearch={search} />
      </div>
      <Loaded query={rows}>
        {(page) => (
          <>
            <Table caption="Figures of the stores: last hour in minutes, last day and week in hours">
              <thead>
                <tr>
                  <Sortable column="store_id" sort={sort} onSort={sortBy}>
                    Store
                  </Sortable>
                  {FIGURES.map(([column, name, unit]) => (
                    <Sortable key={column} column={column} sort={sort} onSort={sortBy} isNumber>
                      {name} <small>{unit}</small>
                    </Sortable>
                  ))}
                </tr>
              </thead>
              <tbody>
                {page.rows.map((row) => (
                  <tr key={row.store_id}>
                    <th scope="row">
                      <a class="id" href={href(['stores', row.store_id], { report_id: reportId })}>
                        {row.store_id}
                      </a>
                    </th>
                    {FIGURES.map(([column]) => (
                      <td key={column} class={row[column] === 0 ? 'number zero' : 'number'}>
                        {figure(row[column])}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
            {page.rows.length === 0 && (
              <p class="empty">{q === '' ? 'This report has no stores.' : 'No stores match. Shorten the id prefix.'}</p>
            )}
            <Pager pages={pages} next={page.next_cursor} name="stores" isLoading={rows.isPlaceholderData} />
          </>
        )}
      </Loaded>
    </section>
  );
}
