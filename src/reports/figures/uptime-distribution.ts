import { checked } from '../../calculator/arrays/checked';
import type { ReportFigures } from './report-figures';

/** The distribution of stores by uptime share: uptime as a share of uptime and downtime in a window. */
export interface Distribution {
  /** The number of stores with uptime or downtime in the window; only they have a share. */
  readonly stores: number;
  /** The lowest share, the nine deciles, and the highest share; empty if there are no stores. */
  readonly deciles: readonly number[];
  /** How many stores have a share in [0, 0.1), in [0.1, 0.2), and so on; the last bin includes 1. */
  readonly bins: readonly number[];
  /** How many stores have a share in each of the bands, from `BANDS[0]` to `BANDS[1]`, and so on; the last one has those at 1. */
  readonly bands: readonly number[];
}

/** Where bands of shares begin: narrow where most stores are. The last one is of stores whose downtime is 0.00 (docs/rules.md, R14). */
export const BANDS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1] as const;

/** The same in thousandths, whole numbers that nothing rounds. */
const THOUSANDTHS = BANDS.map((share) => Math.round(share * 1000));

const distributions = new WeakMap<ReportFigures, Map<string, Distribution>>();

/** Computed once per report and window, from its figures, which are rounded to two decimals. */
export function distributionOf(figures: ReportFigures, window: string): Distribution {
  const byWindow = distributions.get(figures) ?? new Map<string, Distribution>();
  distributions.set(figures, byWindow);
  const distribution = byWindow.get(window) ?? computeDistribution(figures, window);
  byWindow.set(window, distribution);
  return distribution;
}

function computeDistribution(figures: ReportFigures, window: string): Distribution {
  const shares = new Float64Array(figures.size);
  const bins = new Array<number>(10).fill(0);
  const bands = BANDS.map(() => 0);
  let stores = 0;
  for (let row = 0; row < figures.size; row++) {
    const uptime = figures.hundredths(`uptime_${window}`, row);
    const businessTime = uptime + figures.hundredths(`downtime_${window}`, row);
    if (businessTime === 0) continue;
    shares[stores++] = uptime / businessTime;
    // From whole numbers, so that a share of exactly 0.3 falls into the bin that begins there.
    const bin = Math.min(9, Math.floor((uptime * 10) / businessTime));
    bins[bin] = checked(bins[bin]) + 1;
    const band = THOUSANDTHS.findLastIndex((least) => uptime * 1000 >= least * businessTime);
    bands[band] = checked(bands[band]) + 1;
  }
  const sorted = shares.subarray(0, stores).sort();
  const atTenth = (tenth: number) => checked(sorted[Math.round(((stores - 1) * tenth) / 10)]);
  return { stores, deciles: stores === 0 ? [] : Array.from({ length: 11 }, (_, tenth) => atTenth(tenth)), bins, bands };
}
