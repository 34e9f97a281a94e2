import { useQuery } from '@tanstack/preact-query';
import type { Schemas } from '../../api/client';
import { reportWith } from '../../api/report';
import { termsOf } from '../../api/terms';
import { earlier, share } from '../../format';
import { useCoverage } from '../../periods/coverage-reports';
import { STANDARD_WINDOWS, windowText } from '../../periods/period';
import { problemOf, usePeriodReport } from '../../periods/period-report';
import { BeingComputed } from '../../ui/being-computed';
import { Change } from '../../ui/change';
import { Coverage } from '../../ui/coverage';

const WEEK = 604_800_000;

export interface RecentProps {
  readonly report: Schemas['FleetReportDto'];
  /** The terms of a report that names none. */
  readonly service: Schemas['ServiceTermsDto'];
}

/** The uptime of all stores in the last hour, day and week: each with that of the week before, and how it is known. */
export function Recent({ report, service }: RecentProps) {
  const details = useQuery(reportWith(report.report_id));
  // What is known of all stores tells nothing about some of them.
  const ofAll = details.data?.store_ids === null ? details.data : undefined;
  return (
    <div class="columns narrow">
      {STANDARD_WINDOWS.map((window) => {
        const name = windowText(window);
        return (
          <section key={window} aria-label={`Uptime, ${name}`}>
            <h3>
              {`${name.charAt(0).toUpperCase()}${name.slice(1)}`}{' '}
              <strong>{share(report.uptime_share?.[window] ?? null)}</strong>
            </h3>
            {ofAll && <Beside window={window} report={report} service={service} notBefore={ofAll.created_at} />}
          </section>
        );
      })}
    </div>
  );
}

interface BesideProps extends RecentProps {
  readonly window: string;
  /** When the report was started. */
  readonly notBefore: string;
}

/** What stands beside the figure of a window. */
function Beside({ window, report, service, notBefore }: BesideProps) {
  const terms = termsOf(report.terms);
  const wanted = { windows: STANDARD_WINDOWS, service, notBefore, isStarted: true };
  const before = usePeriodReport({ ...wanted, asOf: earlier(report.as_of, WEEK), terms, columns: 'standard' });
  const coverage = useCoverage({ ...wanted, asOf: report.as_of, closures: terms.closures });
  const weekBefore = before.totals.data?.windows.find((other) => other.window === window);
  const parts = coverage.of(window);
  return (
    <>
      {weekBefore ? (
        <Change now={report.uptime_share?.[window] ?? null} before={weekBefore.uptime_share} than="a week before" />
      ) : (
        <BeingComputed what="The week before" problem={problemOf(before)} />
      )}
      {parts ? <Coverage parts={parts} /> : <BeingComputed what="How much is measured" problem={coverage.problem} />}
    </>
  );
}
