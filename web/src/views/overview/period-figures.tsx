import { useMutation } from '@tanstack/preact-query';
import { queries } from '../../api/client';
import { termsText } from '../../api/terms';
import { instant, share, whole } from '../../format';
import { termsOfCoverage, useCoverage } from '../../periods/coverage-reports';
import { type Period, periodText } from '../../periods/period';
import { startAgain, usePeriodReport, type Wanted } from '../../periods/period-report';
import { href } from '../../route';
import { BeingComputed } from '../../ui/being-computed';
import { Change } from '../../ui/change';
import { Coverage } from '../../ui/coverage';
import { Failure } from '../../ui/loaded';
import { NeverPolled } from '../../ui/never-polled';
import { Progress } from '../../ui/progress';
import { ReportLink } from '../../ui/source';

interface Props {
  /** What it is compared with. */
  readonly before: Period;
  readonly wanted: Wanted;
}

/** The uptime of all stores in a period, with what it is compared with and how it is known. */
export function PeriodFigures({ before: compared, wanted }: Props) {
  const { service } = wanted;
  const { id, report, totals } = usePeriodReport(wanted);
  const coverage = useCoverage(wanted);
  const error = id.error ?? report.error ?? totals.error;
  if (error) return <Failure error={error} onRetry={() => void queries.invalidateQueries()} />;
  if (id.data === null) return <NoReport />;
  if (report.data && report.data.status !== 'Complete' && report.data.status !== 'Running') {
    return (
      <Failure
        error={new Error(report.data.reason ?? 'The report of these days was cancelled.')}
        onRetry={() => void queries.invalidateQueries({ queryKey: ['period'] })}
      />
    );
  }
  const [now, before] = totals.data?.windows ?? [];
  if (!totals.data || !report.data || !now) {
    return (
      <Progress label="Report of these days" value={report.data?.progress}>
        Computing
      </Progress>
    );
  }
  const covered = coverage.of(now.window);
  const terms = termsText(service);
  return (
    <>
      <p class="figure">
        <strong>{share(now.uptime_share)}</strong> of all stores’ open time up
        {terms === '' ? '' : ` (${terms})`}
      </p>
      <Change now={now.uptime_share} before={before?.uptime_share ?? null} than={`on ${periodText(compared)}`} />
      {covered ? (
        <Coverage parts={covered} />
      ) : (
        <BeingComputed what="How much is measured" problem={coverage.problem} />
      )}
      {now.excluded_hours !== null && now.excluded_hours > 0 && (
        <p>Open time excluded by closures: {whole(Math.round(now.excluded_hours))} h of all stores together.</p>
      )}
      <NeverPolled
        count={report.data.stores_never_observed ?? 0}
        stores={totals.data.stores}
        defaultStatus={service.default_status}
      />
      <p class="quiet">
        Each store’s own days, midnight to midnight, as known at {instant(totals.data.as_of)}: from{' '}
        <ReportLink id={totals.data.report_id} />
        {coverage.measuredId !== undefined && (
          <>
            {' '}
            and, for what is measured, <ReportLink id={coverage.measuredId} />
          </>
        )}
        .
      </p>
      {report.data.superseded_by_data === true && <Superseded wanted={wanted} />}
    </>
  );
}

function NoReport() {
  return (
    <p class="note">
      No report of these days is complete, and you may not start one. <a href={href(['reports'])}>See all reports</a>.
    </p>
  );
}

/** Computes again what has other data since: the figures, and what of them is measured. */
function Superseded({ wanted }: { readonly wanted: Wanted }) {
  const { measured, known } = termsOfCoverage(wanted);
  const again = useMutation({
    mutationFn: () => Promise.all([{}, measured, known].map((terms) => startAgain({ ...wanted, terms }))),
  });
  return (
    <div class="note">
      Data of these days have changed since.{' '}
      <button
        type="button"
        class="link"
        disabled={again.isPending}
        onClick={() => {
          again.mutate();
        }}
      >
        Compute them again
      </button>
      {again.error && <Failure error={again.error} />}
    </div>
  );
}
