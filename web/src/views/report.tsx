import { useMutation, useQuery } from '@tanstack/preact-query';
import { api, dataOf, queries, type Schemas } from '../api/client';
import { reportWith } from '../api/report';
import { useReportProgress } from '../api/report-progress';
import { bytes, instant, whole } from '../format';
import { durationText } from '../api/terms';
import { STANDARD_WINDOWS } from '../periods/period';
import { href } from '../route';
import { Title } from '../ui/actions/title';
import { Badge } from '../ui/badge';
import { Failure, Loaded } from '../ui/loaded';
import { NeverPolled } from '../ui/never-polled';
import { Progress } from '../ui/progress';
import { ReportLink } from '../ui/source';
import { ReportFigures } from './reports/figures';
import { Superseded } from './reports/revise';

interface Props {
  readonly reportId: string;
  readonly query: URLSearchParams;
}

export function Report({ reportId, query }: Props) {
  const report = useQuery({
    ...reportWith(reportId),
    // A fallback: progress normally arrives as events.
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? 5_000 : false),
  });
  return (
    <>
      <p class="crumbs">
        <a href={href(['reports'])}>Reports</a>
      </p>
      <Title>
        Report <span class="id">{reportId}</span>
      </Title>
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
            {found.status === 'Complete' && <ReportFigures key={reportId} report={found} query={query} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function Facts({ report }: { readonly report: Schemas['SingleReportDto'] }) {
  const { terms, csv_bytes, tz_release: release } = report;
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
          <dd>{terms.default_status}</dd>
        </div>
        <div>
          <dt>A poll speaks</dt>
          <dd>
            {terms.unknown_after === null ? 'until the next one' : `for ${durationText(terms.unknown_after)} at most`}
          </dd>
        </div>
        <div>
          <dt>Open time within closures</dt>
          <dd>{terms.closures === 'exclude' ? 'excluded' : 'counts like any other'}</dd>
        </div>
        <div>
          <dt>Default time zone</dt>
          <dd>{terms.default_timezone}</dd>
        </div>
        {report.revises !== null && (
          <div>
            <dt>Revises</dt>
            <dd>
              <ReportLink id={report.revises} />
            </dd>
          </div>
        )}
        {release !== null && (
          <div>
            <dt>Time zone database</dt>
            <dd>{release}</dd>
          </div>
        )}
      </dl>
      <NeverPolled
        count={report.stores_never_observed ?? 0}
        stores={report.stores_total ?? 0}
        defaultStatus={terms.default_status}
      />
      {report.superseded_by_data === true && report.status === 'Complete' && <Superseded report={report} />}
      {csv_bytes !== null && (
        <p class="row">
          <a href={`get_report?report_id=${report.report_id}`} download>
            Download CSV ({bytes(csv_bytes)})
          </a>
          {STANDARD_WINDOWS.every((window) => terms.windows.includes(window)) && (
            <a href={href([], { report_id: report.report_id })}>Overview and stores with these figures</a>
          )}
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
