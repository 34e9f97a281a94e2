import type { components } from '../../api/schema';
import { earlier } from '../../format';

type Schemas = components['schemas'];

const DAY = 86_400_000;
/** Reports are missing where two are this many times as far apart as most. */
const GAP = 3;

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
 * The uptime of all stores in the days up to the report that the rest of the view shows, report by report, in order of `as_of`.
 * Only reports that count as that one does. Of several with the same `as_of` it is the latest, but never another one than the
 * report that is shown.
 * @param reports the newest first
 */
export function pointsOf({ reports }: { readonly reports: readonly Report[] }, shown: Shown, days = 7): Point[] {
  const points = new Map<string, Point>();
  const after = earlier(shown.as_of, days * DAY);
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

/** The points with one without figures in each gap, so that no line is drawn across it. */
export function withBreaks(points: readonly Point[]): Point[] {
  const at = points.map(({ asOf }) => Date.parse(asOf));
  const apart = at.slice(1).map((instant, index) => instant - (at[index] ?? instant));
  const usual = apart.toSorted((a, b) => a - b)[Math.floor(apart.length / 2)] ?? 0;
  return points.flatMap((point, index) => {
    const distance = apart[index - 1] ?? 0;
    if (distance <= GAP * usual) return [point];
    return [{ asOf: new Date((at[index] ?? 0) - distance / 2).toISOString(), shares: {} }, point];
  });
}

function countsAs(some: Terms, others: Terms): boolean {
  return (
    some.default_status === others.default_status &&
    some.unknown_after === others.unknown_after &&
    some.closures === others.closures
  );
}
