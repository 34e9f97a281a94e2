import { checked } from '../../common/typed-arrays';
import type { ReportFigures } from './report-figures';

/** How stores compare by the share of business time for which they were up in the last week. */
export interface Distribution {
  /** The stores with business time in the week. */
  readonly stores: number;
  /** The share of the lowest store, of those at each tenth of the way up, and of the highest; none without stores. */
  readonly deciles: readonly number[];
  /** How many have a share from 0 to 0.1, from 0.1 to 0.2, and so on; the last includes 1. */
  readonly bins: readonly number[];
}

const distributions = new WeakMap<ReportFigures, Distribution>();

/** Worked out once for each report, from its figures, which are rounded to two decimals. */
export function distributionOf(figures: ReportFigures): Distribution {
  let known = distributions.get(figures);
  if (!known) {
    known = distribution(figures);
    distributions.set(figures, known);
  }
  return known;
}

function distribution(figures: ReportFigures): Distribution {
  const all = new Float64Array(figures.size);
  const bins = new Array<number>(10).fill(0);
  let stores = 0;
  for (let row = 0; row < figures.size; row++) {
    const uptime = figures.hundredths('uptime_last_week', row);
    const businessTime = uptime + figures.hundredths('downtime_last_week', row);
    if (businessTime === 0) continue;
    all[stores++] = uptime / businessTime;
    // Whole numbers, so that a share of exactly 0.3 is where it belongs.
    const bin = Math.min(9, Math.floor((uptime * 10) / businessTime));
    bins[bin] = checked(bins[bin]) + 1;
  }
  const sorted = all.subarray(0, stores).sort();
  const atTenth = (tenth: number) => checked(sorted[Math.round(((stores - 1) * tenth) / 10)]);
  return { stores, deciles: stores === 0 ? [] : Array.from({ length: 11 }, (_, tenth) => atTenth(tenth)), bins };
}
