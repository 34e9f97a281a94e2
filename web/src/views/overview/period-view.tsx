import { useMutation } from '@tanstack/preact-query';
import { useContext } from 'preact/hooks';
import { queries, type Schemas } from '../../api/client';
import { termsText } from '../../api/terms';
import { instant, share, whole } from '../../format';
import { termsOfCoverage, useCoverage } from '../../periods/coverage-reports';
import { comparedWith, dateAt, type Period, periodOf, PRESETS, type Preset, periodText } from '../../periods/period';
import { PeriodChoice } from '../../periods/period-choice';
import { startAgain, usePeriodReport, type Wanted, windowsOf } from '../../periods/period-report';
import { CurrentRoute, goTo, href, usePinnedHref } from '../../route';
import { BeingComputed } from '../../ui/being-computed';
import { Change } from '../../ui/change';
import { Coverage } from '../../ui/coverage';
import { Failure } from '../../ui/loaded';
import { NeverPolled } from '../../ui/never-polled';
import { Progress } from '../../ui/progress';
import { ReportLink } from '../../ui/source';
import { Distribution } from './distribution';
import { Worst } from './worst';

interface Props {
  readonly fleet: Schemas['FleetDto'];
  readonly asOf: string;
}

/** The uptime of all stores over days of their own calendars: yesterday unless the address says otherwise. */
export function PeriodView({ fleet, asOf }: Props) {
  const { query } = useContext(CurrentRoute);
  const pinnedHref = usePinnedHref();
  const preset = PRESETS.find(([name]) => name === query.get('period'))?.[0] ?? 'yesterday';
  const today = dateAt(asOf, fleet.terms.default_timezone);
  const picked = { first: query.get('first') ?? '', last: query.get('last') ?? '' };
  const period = periodOf(preset, today, picked);
  const choose = (chosen: Preset, { first, last }: Period) => {
    const dates = chosen === 'dates' ? { first, last } : { first: '', last: '' };
    goTo(pinnedHref([], { period: chosen === 'yesterday' ? '' : chosen, ...dates }), 'replace');
  };
  const before = period && comparedWith(preset, period);
  return (
    <>
      <section class="card" aria-labelledby="period">
        <div class="row">
          <h2 id="period">Uptime{period && `, ${periodText(period)}`}</h2>
        </div>
        <div class="row">
          <PeriodChoice value={preset} picked={picked} onChoose={choose} />
        </div>
        {period && before ? (
          <Figures before={before} wanted={wantedOf(period, before, fleet, asOf)} />
        ) : (
          <p class="note">Pick a first and a last day, at most 366 days.</p>
        )}
      </section>
      {period && before && <Stores period={period} before={before} wanted={wantedOf(period, before, fleet, asOf)} />}
    </>
  );
}

function wantedOf(period: Period, before: Period, { terms }: Schemas['FleetDto'], asOf: string): Wanted {
  return { windows: windowsOf(period, before), asOf, terms: {}, columns: 'all', service: terms, isStarted: true };
}

interface FiguresProps {
  /** What it is compared with. */
  readonly before: Period;
  readonly wanted: Wanted;
}

function Figures({ before: compared, wanted }: FiguresProps) {
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

/** How the single stores did. */
function Stores({ period, before, wanted }: FiguresProps & { readonly period: Period }) {
  const { totals } = usePeriodReport(wanted);
  const coverage = useCoverage(wanted);
  const [now] = totals.data?.windows ?? [];
  if (!now) return null;
  return (
    <div class="columns">
      <Distribution shares={now.distribution} period={periodText(period)} />
      {coverage.measuredId !== undefined && (
        <Worst reportId={coverage.measuredId} coverage={coverage} period={period} before={before} />
      )}
    </div>
  );
}
