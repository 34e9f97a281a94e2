import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { allItems } from '../api/all-items';
import { api, dataOf, type Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { termsText } from '../api/terms';
import { fileName } from '../csv';
import { today } from '../dates';
import { instant, share, whole } from '../format';
import { comparedWindow, windowText } from '../periods/period';
import { href } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Folded } from '../ui/actions/folded';
import { Ago } from '../ui/times/ago';
import { Badge } from '../ui/badge';
import { Change } from '../ui/change';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';
import { REPORT_COLUMNS } from './reports/columns';
import { Trigger } from './reports/trigger';

const AT_A_TIME = 20;

export function Reports() {
  return (
    <>
      <h1>Reports</h1>
      <p class="lead">
        Uptime and downtime of every store within its business hours, over days of its own calendar and the last hour,
        day and week.
      </p>
      <Folded summary="Start a report">
        <Trigger />
      </Folded>
      <History />
    </>
  );
}

function History() {
  const fleet = useQuery(fleetWith(undefined));
  const pages = usePages('reports');
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(api.GET('/reports', { params: { query: { limit, cursor } } }));
  const all = () => allItems(page, (one) => one.reports);
  const reports = useQuery({
    queryKey: ['reports', pages.cursor],
    queryFn: () => page(pages.cursor, AT_A_TIME),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.reports.some(({ status }) => status === 'Running') ? 1_000 : false),
  });
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Loaded query={reports}>
        {(found) =>
          found.reports.length === 0 ? (
            <p class="empty">
              No reports yet. <a href={href(['imports'])}>Import the three files</a>, then start one above.
            </p>
          ) : (
            <>
              <div class="row">
                <DownloadCsv name={fileName('reports', today())} columns={REPORT_COLUMNS} rows={all} />
              </div>
              <Table caption="Reports, newest first">
                <thead>
                  <tr>
                    <th scope="col">Started</th>
                    <th scope="col">Status</th>
                    <th scope="col" class="minor">
                      As of
                    </th>
                    <th scope="col" class="number minor">
                      Stores
                    </th>
                    <th scope="col">Uptime</th>
                    <th scope="col" class="number minor">
                      Duration
                    </th>
                    <th scope="col" class="minor">
                      CSV
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.reports.map((report) => (
                    <Row
                      key={report.report_id}
                      report={report}
                      isDefault={report.report_id === fleet.data?.report?.report_id}
                    />
                  ))}
                </tbody>
              </Table>
              <Pager pages={pages} next={found.next_cursor} name="reports" isLoading={reports.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface RowProps {
  readonly report: Schemas['ReportDto'];
  /** Whether its figures are those of the other pages. */
  readonly isDefault: boolean;
}

function Row({ report, isDefault }: RowProps) {
  const {
    report_id,
    created_at,
    status,
    as_of,
    store_ids,
    stores_total,
    uptime_share,
    duration_ms,
    terms,
    stores_never_observed,
  } = report;
  const counted = termsText(terms);
  return (
    <tr>
      <th scope="row">
        <a href={href(['reports', report_id])} title={instant(created_at)}>
          <Ago at={created_at} />
        </a>
        {isDefault && <div class="quiet">Shown by default</div>}
      </th>
      <td>
        <Badge status={status} />
      </td>
      <td class="minor">
        {instant(as_of)}
        {counted !== '' && <div class="reason quiet">{counted}</div>}
      </td>
      <td class="number minor">
        {stores_total === null ? '–' : whole(stores_total)}
        {store_ids ? ' selected' : ''}
        {stores_never_observed !== null && stores_never_observed > 0 && (
          <div class="quiet">{whole(stores_never_observed)} never polled</div>
        )}
      </td>
      <td class="text">
        <Shares windows={terms.windows} shares={uptime_share} />
      </td>
      <td class="number minor">{duration_ms === null ? '–' : `${(duration_ms / 1000).toFixed(1)} s`}</td>
      <td class="minor">
        {status === 'Complete' && (
          <a
            href={`get_report?report_id=${report_id}`}
            download
            aria-label={`Download the report of ${instant(created_at)}`}
          >
            Download
          </a>
        )}
      </td>
    </tr>
  );
}

interface SharesProps {
  readonly windows: readonly string[];
  readonly shares: Readonly<Record<string, number | null>> | null;
}

/** The uptime in each window, with that of the same weekdays before it beside it. */
function Shares({ windows, shares }: SharesProps) {
  const compared = new Set(windows.map((window) => comparedWindow(window, windows)));
  return (
    <ul class="plain">
      {windows.map((window) => {
        const before = comparedWindow(window, windows);
        if (compared.has(window)) return null;
        return (
          <li key={window}>
            {shares && <strong>{share(shares[window] ?? null)}</strong>} {windowText(window)}
            {shares && before !== undefined && (
              <Change now={shares[window] ?? null} before={shares[before] ?? null} than={`on ${windowText(before)}`} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
