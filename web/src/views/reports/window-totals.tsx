import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../../api/client';
import { durationText, MEASURED_ONLY, nothingAssumed } from '../../api/terms';
import { figure, share } from '../../format';
import { periodIn, weeksBefore, windowOf, windowText } from '../../periods/period';
import { usePeriodReport } from '../../periods/period-report';
import { Change } from '../../ui/change';
import { Coverage, coverageOf } from '../../ui/coverage';
import { Failure, Loaded } from '../../ui/loaded';
import { Table } from '../../ui/table';

/** All stores of a report together, window by window. */
export function WindowTotals({ report }: { readonly report: Schemas['SingleReportDto'] }) {
  const { report_id: reportId, terms } = report;
  const totals = useQuery({
    queryKey: ['totals', reportId],
    queryFn: () => dataOf(api.GET('/reports/{report_id}/totals', { params: { path: { report_id: reportId } } })),
    staleTime: Infinity,
  });
  const [isAsked, setAsked] = useState(false);
  // Of reports by other terms, the column of what is known tells it.
  const canBeCovered = report.store_ids === null && terms.unknown_after === null && terms.default_status !== 'unknown';
  const wanted = { windows: terms.windows, asOf: report.as_of ?? '', service: terms, isStarted: isAsked };
  const measured = usePeriodReport({ ...wanted, terms: { ...MEASURED_ONLY, closures: terms.closures } });
  const known = usePeriodReport({ ...wanted, terms: { ...nothingAssumed(null), closures: terms.closures } });
  const covered: Covered | undefined =
    canBeCovered && measured.totals.data && known.totals.data
      ? { measured: measured.totals.data.windows, known: known.totals.data.windows }
      : undefined;
  const error = measured.id.error ?? known.id.error;
  return (
    <section class="card" aria-labelledby="totals">
      <h2 id="totals">All stores together</h2>
      <Loaded query={totals}>
        {({ windows }) => (
          <Table caption="Totals of the windows">
            <thead>
              <tr>
                <th scope="col">Window</th>
                <th scope="col" class="number">
                  Uptime
                </th>
                <th scope="col">Compared</th>
                {['Up', 'Down', 'Unknown', 'Excluded'].map((name) => (
                  <th key={name} scope="col" class="number">
                    {name} <small>h</small>
                  </th>
                ))}
                <th scope="col" class="number">
                  Known
                </th>
                {covered && <th scope="col">How it is known</th>}
              </tr>
            </thead>
            <tbody>
              {windows.map((window) => (
                <tr key={window.window}>
                  <th scope="row">{windowText(window.window)}</th>
                  <td class="number">{share(window.uptime_share)}</td>
                  <td class="text">
                    <Compared window={window} windows={windows} />
                  </td>
                  <td class="number">{figure(window.uptime_hours)}</td>
                  <td class="number">{figure(window.downtime_hours)}</td>
                  <td class="number">{hours(window.unknown_hours)}</td>
                  <td class="number">{hours(window.excluded_hours)}</td>
                  <td class="number">{share(knownShare(window))}</td>
                  {covered && (
                    <td class="text">
                      <CoverageOf window={window.window} {...covered} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
      <p class="quiet">{knownText(terms)}</p>
      {canBeCovered && !covered && (
        <p>
          <button
            type="button"
            class="secondary outline"
            disabled={isAsked}
            onClick={() => {
              setAsked(true);
            }}
          >
            {isAsked ? 'Two more reports are being computed' : 'Tell how much is measured'}
          </button>
        </p>
      )}
      {error && <Failure error={error} />}
    </section>
  );
}

type Totals = Schemas['WindowTotalsDto'];

/** The totals of two other reports, in which unknown is what is not measured, and what is assumed. */
interface Covered {
  readonly measured: readonly Totals[];
  readonly known: readonly Totals[];
}

function CoverageOf({ window, measured, known }: Covered & { readonly window: string }) {
  const [some, others] = [measured, known].map((totals) => totals.find((other) => other.window === window));
  if (!some || !others) return null;
  const parts = coverageOf(some.uptime_hours + some.downtime_hours, some.unknown_hours ?? 0, others.unknown_hours ?? 0);
  return <Coverage parts={parts} />;
}

function Compared({ window, windows }: { readonly window: Totals; readonly windows: readonly Totals[] }) {
  const period = periodIn(window.window);
  if (!period) return null;
  const before = weeksBefore(period);
  const compared = windows.find((other) => other.window === windowOf(before));
  if (!compared) return null;
  return <Change now={window.uptime_share} before={compared.uptime_share} than={`on ${windowText(compared.window)}`} />;
}

/** Up and down as a share of open time that is not excluded. */
function knownShare({ uptime_hours, downtime_hours, unknown_hours }: Totals): number | null {
  const total = uptime_hours + downtime_hours + (unknown_hours ?? 0);
  return unknown_hours === null || total === 0 ? null : (uptime_hours + downtime_hours) / total;
}

/** What counts as known by the terms of the report. */
function knownText({ columns, unknown_after, default_status }: Schemas['ReportTermsDto']): string {
  if (columns === 'standard') return 'This report has no columns of unknown time, so how much is known cannot be told.';
  const carried =
    unknown_after === null
      ? 'carried from the latest poll, however old it is'
      : `carried for at most ${durationText(unknown_after)} from a poll`;
  const assumed = default_status === 'unknown' ? '' : `, or assumed to be ${default_status} before the first poll`;
  return `Known: measured or ${carried}${assumed}.`;
}

function hours(value: number | null): string {
  return value === null ? '–' : figure(value);
}
