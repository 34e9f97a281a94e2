import { HOUR, type Micros, MINUTE } from './instants';

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 2 });
/** Hundredths of a percent as a share. */
const HUNDREDTH = 0.0001;

/** A duration in minutes with exactly two decimals, half up, from the exact integer: `90000000` is `1.50`. */
export function inMinutes(duration: Micros): string {
  return twoDecimals(duration, MINUTE);
}

/** A duration in hours with exactly two decimals, half up, from the exact integer: `8640000000` is `2.40`. */
export function inHours(duration: Micros): string {
  return twoDecimals(duration, HOUR);
}

/**
 * A share of business time as a percentage with two decimals, half up, for the page and the commands: `0.90995` is `91.00%`.
 * Only all of it reads 100.00%, and only none of it 0.00% (docs/rules.md, R14).
 * @param share the quotient of two whole numbers, from 0 to 1
 */
export function percentage(share: number): string {
  const shown = share > 0 && share < 1 ? Math.min(Math.max(share, HUNDREDTH), 1 - HUNDREDTH) : share;
  // Intl rounds the shortest decimal of a number. In binary, half a hundredth of a percent is mostly a little less or more.
  return PERCENT.format(shown);
}

/** Integer arithmetic only (docs/rules.md, R14): exact for durations up to 2⁵³ / 100 µs, almost three years. */
function twoDecimals(duration: Micros, unit: Micros): string {
  const halfUp = duration * 100 + unit / 2;
  const hundredths = (halfUp - (halfUp % unit)) / unit;
  const fraction = hundredths % 100;
  return `${(hundredths - fraction) / 100}.${fraction < 10 ? '0' : ''}${fraction}`;
}
