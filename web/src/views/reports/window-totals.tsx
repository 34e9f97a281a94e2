import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from '../../api/client';
import { durationText } from '../../api/terms';
import { figure, share } from '../../format';
import type { CoverageReports } from '../../periods/coverage-reports';
import { comparedWindow, STANDARD_WINDOWS, windowText } from '../../periods/period';
import type { WeekBefore } from '../../periods/week-before';
import { Change } from '../../ui/change';
import { Coverage } from '../../ui/coverage';
import { Failure, Loaded } from '../../ui/loaded';
import { Table } from '../../ui/table';

interface Props {
  readonly report: Schemas['SingleReportDto'];
  /** How much of its figures is measured; undefined if its own terms tell. */
  readonly coverage: CoverageReports | undefined;
  /** What its standard windows are compared with; undefined if it has none, or not all stores. */
  readonly weekBefore: WeekBefore | undefined;
  /** Asks for the reports that tell; undefined once asked. */
  readonly onAsk: (() => void) | undefined;
}

/** All stores of a report together, window by window. */
export function WindowTotals({ report, coverage, weekBefore, onAsk }: Props) {
  const { report_id: reportId, terms } = report;
  const totals = useQuery({
    queryKey: ['totals', reportId],
    queryFn: () => dataOf(api.GET('/reports/{report_id}/totals', { params: { path: { report_id: reportId } } })),
    staleTime: Infinity,
  });
  const isCovered = coverage?.measuredId !== undefined && coverage.knownId !== undefined;
  const isCompared = STANDARD_WINDOWS.some((window) => weekBefore?.of(window) !== undefined);
  const missing = [
    ...(coverage && !isCovered ? ['how much is measured'] : []),
    ...(weekBefore && !isCompared ? ['what the week before was'] : []),
  ].join(', and ');
  const problem = (isCovered ? undefined : coverage?.problem) ?? (isCompared ? undefined : weekBefore?.problem);
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
                {isCovered && <th scope="col">How it is known</th>}
              </tr>
            </thead>
            <tbody>
              {windows.map((window) => (
                <tr key={window.window}>
                  <th scope="row">{windowText(window.window)}</th>
                  <td class="number">{share(window.uptime_share)}</td>
                  <td class="text">
                    <Compared window={window} windows={windows} weekBefore={weekBefore} />
                  </td>
                  <td class="number">{figure(window.uptime_hours)}</td>
                  <td class="number">{figure(window.downtime_hours)}</td>
                  <td class="number">{hours(window.unknown_hours)}</td>
                  <td class="number">{hours(window.excluded_hours)}</td>
                  <td class="number">{share(knownShare(window))}</td>
                  {isCovered && (
                    <td class="text">
                      <CoverageOf window={window.window} coverage={coverage} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
      {!(isCovered && terms.columns === 'standard') && <p class="quiet">{knownText(terms)}</p>}
      {missing !== '' && (
        <p>
          <button type="button" class="secondary outline" disabled={!onAsk} onClick={onAsk}>
            {onAsk ? `Tell ${missing}` : 'More reports are being computed'}
          </button>
        </p>
      )}
      {problem !== undefined && !onAsk && <Failure error={new Error(problem)} />}
    </section>
  );
}

type Totals = Schemas['WindowTotalsDto'];

function CoverageOf({ window, coverage }: { readonly window: string; readonly coverage: CoverageReports }) {
  const parts = coverage.of(window);
  return parts ? <Coverage parts={parts} /> : null;
}

interface ComparedProps extends Pick<Props, 'weekBefore'> {
  readonly window: Totals;
  readonly windows: readonly Totals[];
}

function Compared({ window, windows, weekBefore }: ComparedProps) {
  const aWeekBefore = weekBefore?.of(window.window);
  if (aWeekBefore !== undefined) return <Change now={window.uptime_share} before={aWeekBefore} than="a week before" />;
  const before = comparedWindow(
    window.window,
    windows.map((other) => other.window),
  );
  const compared = windows.find((other) => other.window === before);
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
