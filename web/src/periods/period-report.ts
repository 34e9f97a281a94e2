import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, queries, type Schemas, SESSION } from '../api/client';
import { reportWith } from '../api/report';
import type { Terms } from '../api/terms';
import { isOver, type Period, periodIn, windowOf } from './period';

/** How many of the newest reports are searched for one with the same terms. */
const SEARCHED = 200;
/** A report of a period that is not over is shown again if it ends at most this much earlier, in milliseconds. */
const RECENT = 3_600_000;
/** Milliseconds between questions whether a report is complete. */
const WAIT = 700;

/** A report to find, or else to start. */
export interface Wanted {
  readonly windows: readonly string[];
  /** Where its windows end at the latest. */
  readonly asOf: string;
  readonly terms: Terms;
  /** Whether unknown and excluded time is wanted, too. */
  readonly columns: Schemas['ReportTermsDto']['columns'];
  /** The terms of a report that names none. */
  readonly service: Schemas['ServiceTermsDto'];
  /** Only one that was not started before this instant: what it is shown beside knows no more. Undefined: any. */
  readonly notBefore?: string | undefined;
  /** Whether it is started if there is none. */
  readonly isStarted: boolean;
}

/** A report, and all of its stores together once it is complete. */
export function usePeriodReport(wanted: Wanted) {
  const id = useQuery({
    queryKey: keyOf(wanted),
    queryFn: () => findOrStart(wanted),
    staleTime: Infinity,
  });
  const reportId = id.data ?? '';
  const report = useQuery({
    ...reportWith(reportId),
    enabled: reportId !== '',
    refetchInterval: ({ state }) => (state.data?.status === 'Running' ? WAIT : false),
  });
  const totals = useQuery({
    queryKey: ['totals', reportId],
    queryFn: () => dataOf(api.GET('/reports/{report_id}/totals', { params: { path: { report_id: reportId } } })),
    enabled: report.data?.status === 'Complete',
    staleTime: Infinity,
  });
  return { id, report, totals };
}

/** Why a report has no totals and will have none; undefined as long as they may come. */
export function problemOf({ id, report, totals }: ReturnType<typeof usePeriodReport>): string | undefined {
  const error = id.error ?? report.error ?? totals.error;
  if (error) return error.message;
  if (id.data === null) return 'There is no report of it, and you may not start one.';
  if (report.data?.status === 'Cancelled') return 'Its report was cancelled.';
  return report.data?.reason;
}

/** The windows of a report of two periods, one of which is compared with the other. */
export function windowsOf(period: Period, before: Period): string[] {
  return [windowOf(period), windowOf(before)];
}

/** Starts a report in place of the one that is shown. */
export async function startAgain(wanted: Wanted): Promise<void> {
  queries.setQueryData(keyOf(wanted), await start(wanted));
}

function keyOf(wanted: Wanted): string[] {
  return ['period', JSON.stringify(wanted)];
}

async function start({ windows, asOf, terms, columns }: Wanted): Promise<string> {
  const body: Schemas['TriggerReportDto'] = { as_of: asOf, windows: [...windows], columns, ...terms };
  const { report_id } = await dataOf(api.POST('/trigger_report', { body }));
  void queries.invalidateQueries({ queryKey: ['reports'] });
  return report_id;
}

/** The id of a report; null if there is none, and none is to be started or the visitor may not start any. */
async function findOrStart(wanted: Wanted): Promise<string | null> {
  const { reports } = await queries.query({
    queryKey: ['reports', 'newest'],
    queryFn: () => dataOf(api.GET('/reports', { params: { query: { limit: SEARCHED } } })),
    staleTime: 2_000,
  });
  const found = reports.find((report) => serves(report, wanted));
  if (found) return found.report_id;
  const session = queries.getQueryData<Schemas['SessionDto']>(SESSION);
  return wanted.isStarted && session?.scopes.includes('report') === true ? start(wanted) : null;
}

/** Whether a report has the wanted figures: of all stores, by the same terms, and of all that is known of the windows. */
export function serves(
  { status, store_ids, as_of, created_at, terms }: Schemas['ReportDto'],
  { windows, asOf, service, columns, notBefore = '', ...wanted }: Wanted,
): boolean {
  if (status !== 'Complete' && status !== 'Running') return false;
  if (store_ids !== null || as_of === null || as_of > asOf || created_at < notBefore) return false;
  const hasWindows = windows.every((window) => terms.windows.includes(window));
  const hasTerms =
    (columns === 'standard' || terms.columns === 'all') &&
    terms.default_status === (wanted.terms.default_status ?? service.default_status) &&
    terms.unknown_after === (wanted.terms.unknown_after ?? service.unknown_after) &&
    terms.closures === (wanted.terms.closures ?? service.closures) &&
    terms.default_timezone === service.default_timezone &&
    terms.end_of_day_grace === service.end_of_day_grace;
  if (!hasWindows || !hasTerms) return false;
  if (as_of === asOf) return true;
  const periods = windows.map(periodIn);
  const isRecent = Date.parse(asOf) - Date.parse(as_of) <= RECENT;
  return periods.every((period) => period !== undefined && (isRecent || isOver(period, as_of)));
}
