import { useQuery } from '@tanstack/preact-query';
import type { Schemas } from '../../api/client';
import { reportWith } from '../../api/report';
import { termsOf } from '../../api/terms';
import { share } from '../../format';
import { useCoverage } from '../../periods/coverage-reports';
import { STANDARD_WINDOWS, windowText } from '../../periods/period';
import { useWeekBefore } from '../../periods/week-before';
import { BeingComputed } from '../../ui/being-computed';
import { Change } from '../../ui/change';
import { Coverage } from '../../ui/coverage';

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
  const wanted = { asOf: report.as_of, service, notBefore, isStarted: true };
  const weekBefore = useWeekBefore({ ...wanted, terms });
  const coverage = useCoverage({ ...wanted, windows: STANDARD_WINDOWS, closures: terms.closures });
  const before = weekBefore.of(window);
  const parts = coverage.of(window);
  return (
    <>
      {before === undefined ? (
        <BeingComputed what="The week before" problem={weekBefore.problem} />
      ) : (
        <Change now={report.uptime_share?.[window] ?? null} before={before} than="a week before" />
      )}
      {parts ? <Coverage parts={parts} /> : <BeingComputed what="How much is measured" problem={coverage.problem} />}
    </>
  );
}
