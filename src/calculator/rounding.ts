import { HOUR, type Micros, MINUTE } from './instants';

/** A duration in minutes with exactly two decimals, half up, from the exact integer: `90000000` is `1.50`. */
export function inMinutes(duration: Micros): string {
  return twoDecimals(duration, MINUTE);
}

/** A duration in hours with exactly two decimals, half up, from the exact integer: `8640000000` is `2.40`. */
export function inHours(duration: Micros): string {
  return twoDecimals(duration, HOUR);
}

/** Integer arithmetic only (docs/rules.md, R14): exact for durations up to 2⁵³ / 100 µs, almost three years. */
function twoDecimals(duration: Micros, unit: Micros): string {
  const halfUp = duration * 100 + unit / 2;
  const hundredths = (halfUp - (halfUp % unit)) / unit;
  const fraction = hundredths % 100;
  return `${(hundredths - fraction) / 100}.${fraction < 10 ? '0' : ''}${fraction}`;
}
