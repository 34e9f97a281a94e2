import { useMutation } from '@tanstack/preact-query';
import { useContext } from 'preact/hooks';
import { queries, type Schemas } from '../../api/client';
import { MEASURED_ONLY, nothingAssumed, termsText } from '../../api/terms';
import { instant, share, whole } from '../../format';
import { dateAt, type Period, periodOf, PRESETS, type Preset, periodText, weeksBefore } from '../../periods/period';
import { PeriodChoice } from '../../periods/period-choice';
import { startAgain, usePeriodReport, type Wanted, windowsOf } from '../../periods/period-report';
import { CurrentRoute, goTo, href, usePinnedHref } from '../../route';
import { Change } from '../../ui/change';
import { Coverage, coverageOf } from '../../ui/coverage';
import { Failure } from '../../ui/loaded';
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
  const wanted = period && { windows: windowsOf(period), asOf, terms: {}, service: fleet.terms, isStarted: true };
  return (
    <>
      <section class="card" aria-labelledby="period">
        <div class="row">
          <h2 id="period">Uptime{period && `, ${periodText(period)}`}</h2>
        </div>
        <div class="row">
          <PeriodChoice value={preset} picked={picked} onChoose={choose} />
        </div>
        {period && wanted ? (
          <Figures period={period} wanted={wanted} neverPolled={fleet.never_observed} />
        ) : (
          <p class="note">Pick a first and a last day, at most 366 days.</p>
        )}
      </section>
      {period && wanted && <Stores period={period} wanted={wanted} />}
    </>
  );
}

interface FiguresProps {
  readonly period: Period;
  readonly wanted: Wanted;
  readonly neverPolled: number;
}

function Figures({ period, wanted, neverPolled }: FiguresProps) {
  const { service } = wanted;
  const { id, report, totals } = usePeriodReport(wanted);
  const measured = usePeriodReport({ ...wanted, terms: MEASURED_ONLY });
  const known = usePeriodReport({ ...wanted, terms: nothingAssumed(service.unknown_after) });
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
  const covered = measured.totals.data?.windows[0];
  const assumed = known.totals.data?.windows[0]?.unknown_hours ?? null;
  const terms = termsText(service);
  return (
    <>
      <p class="figure">
        <strong>{share(now.uptime_share)}</strong> of all stores’ open time up
        {terms === '' ? '' : ` (${terms})`}
      </p>
      <Change
        now={now.uptime_share}
        before={before?.uptime_share ?? null}
        than={`on ${periodText(weeksBefore(period))}`}
      />
      {covered && assumed !== null ? (
        <Coverage
          parts={coverageOf(covered.uptime_hours + covered.downtime_hours, covered.unknown_hours ?? 0, assumed)}
        />
      ) : (
        <CoverageMissing error={measured.id.error ?? known.id.error} />
      )}
      {now.excluded_hours !== null && now.excluded_hours > 0 && (
        <p>Open time excluded by closures: {whole(Math.round(now.excluded_hours))} h of all stores together.</p>
      )}
      {neverPolled > 0 && (
        <p class="note">
          {whole(neverPolled)} {neverPolled === 1 ? 'store was' : 'stores were'} never polled: all of{' '}
          {neverPolled === 1 ? 'its' : 'their'} time is{' '}
          {service.default_status === 'unknown' ? 'unknown' : `assumed to be ${service.default_status}`}, not measured.
        </p>
      )}
      <p class="quiet">
        Each store’s own days, midnight to midnight, as known at {instant(totals.data.as_of)}: from{' '}
        <ReportLink id={totals.data.report_id} />
        {measured.id.data && (
          <>
            {' '}
            and, for what is measured, <ReportLink id={measured.id.data} />
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

function CoverageMissing({ error }: { readonly error: Error | null }) {
  return (
    <p class="quiet">
      {error ? `How much is measured cannot be told: ${error.message}` : 'How much is measured is being computed.'}
    </p>
  );
}

/** Computes again what has other data since: the figures, and what of them is measured. */
function Superseded({ wanted }: { readonly wanted: Wanted }) {
  const again = useMutation({
    mutationFn: () =>
      Promise.all(
        [{}, MEASURED_ONLY, nothingAssumed(wanted.service.unknown_after)].map((terms) =>
          startAgain({ ...wanted, terms }),
        ),
      ),
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
function Stores({ period, wanted }: Pick<FiguresProps, 'period' | 'wanted'>) {
  const { totals } = usePeriodReport(wanted);
  const measured = usePeriodReport({ ...wanted, terms: MEASURED_ONLY });
  const [now] = totals.data?.windows ?? [];
  if (!now) return null;
  return (
    <div class="columns">
      <Distribution shares={now.distribution} period={periodText(period)} />
      {measured.totals.data && <Worst reportId={measured.totals.data.report_id} period={period} />}
    </div>
  );
}
