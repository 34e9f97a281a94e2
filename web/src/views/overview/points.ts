import type { components } from '../../api/schema';

type Schemas = components['schemas'];

/** The uptime in one report of all stores. */
export interface Point {
  readonly asOf: string;
  readonly shares: Readonly<Record<string, number | null>>;
}

interface Report extends Pick<Schemas['ReportDto'], 'report_id' | 'as_of' | 'uptime_share'> {
  readonly store_ids: readonly string[] | null;
}

/**
 * The uptime of all stores, report by report, in order of `as_of` up to the report that the rest of the view shows. Of several
 * reports with the same one it is the latest, but never another one than the report that is shown.
 * @param reports the newest first
 */
export function pointsOf(
  { reports }: { readonly reports: readonly Report[] },
  shown: Pick<Schemas['FleetReportDto'], 'report_id' | 'as_of'>,
): Point[] {
  const points = new Map<string, Point>();
  for (const { report_id, as_of, uptime_share, store_ids } of reports) {
    if (as_of === null || as_of > shown.as_of || uptime_share === null || store_ids !== null) continue;
    // Reports of other windows are not in the chart.
    if (uptime_share.last_week === undefined) continue;
    if (points.has(as_of) && report_id !== shown.report_id) continue;
    points.set(as_of, { asOf: as_of, shares: uptime_share });
  }
  return [...points.values()].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
}
