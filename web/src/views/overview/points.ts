import type { components } from '../../api/schema';
import { earlier } from '../../format';

type Schemas = components['schemas'];

const WEEK = 604_800_000;

/** The uptime in one report of all stores. */
export interface Point {
  readonly asOf: string;
  readonly shares: Readonly<Record<string, number | null>>;
}

type Shown = Pick<Schemas['FleetReportDto'], 'report_id' | 'as_of'> & { readonly terms: Terms };
type Terms = Pick<Schemas['ReportTermsDto'], 'default_status' | 'unknown_after' | 'closures'>;

interface Report extends Pick<Schemas['ReportDto'], 'report_id' | 'as_of' | 'uptime_share'> {
  readonly terms: Terms;
  readonly store_ids: readonly string[] | null;
}

/**
 * The uptime of all stores in the week up to the report that the rest of the view shows, report by report, in order of `as_of`.
 * Only reports that count as that one does. Of several with the same `as_of` it is the latest, but never another one than the
 * report that is shown.
 * @param reports the newest first
 */
export function pointsOf({ reports }: { readonly reports: readonly Report[] }, shown: Shown): Point[] {
  const points = new Map<string, Point>();
  const after = earlier(shown.as_of, WEEK);
  for (const { report_id, as_of, uptime_share, store_ids, terms } of reports) {
    if (as_of === null || as_of > shown.as_of || as_of <= after || uptime_share === null || store_ids !== null)
      continue;
    if (!countsAs(terms, shown.terms)) continue;
    // Reports of other windows are not in the chart.
    if (uptime_share.last_week === undefined) continue;
    if (points.has(as_of) && report_id !== shown.report_id) continue;
    points.set(as_of, { asOf: as_of, shares: uptime_share });
  }
  return [...points.values()].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
}

function countsAs(some: Terms, others: Terms): boolean {
  return (
    some.default_status === others.default_status &&
    some.unknown_after === others.unknown_after &&
    some.closures === others.closures
  );
}
