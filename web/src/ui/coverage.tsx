import { durationText, MEASURED_WITHIN } from '../api/terms';
import { share } from '../format';

/** How open time divides by what is known about it, in any unit. Excluded time is not part of it. */
export interface CoverageParts {
  readonly measured: number;
  /** Carried from a poll for longer than polls speak. */
  readonly carried: number;
  /** Before the first poll. */
  readonly assumed: number;
}

/** From totals by terms with which unknown time is all that is not measured, and all that is assumed. */
export function coverageOf(measured: number, notMeasured: number, assumed: number): CoverageParts {
  return { measured, carried: Math.max(0, notMeasured - assumed), assumed };
}

const WIDTH = 120;
const NAMES = [
  ['measured', 'active', 'measured'],
  ['carried', 'unknown', `carried for more than ${durationText(MEASURED_WITHIN)}`],
  ['assumed', 'active assumed', 'assumed before the first poll'],
] as const;

/** How much of a figure is measured: a bar, and the same in words. */
export function Coverage({ parts }: { readonly parts: CoverageParts }) {
  const total = parts.measured + parts.carried + parts.assumed;
  if (total === 0) return null;
  let x = 0;
  const pieces = NAMES.map(([part, look, name]) => {
    const piece = { part, look, name, x, width: (parts[part] / total) * WIDTH };
    x += piece.width;
    return piece;
  });
  const shown = pieces.filter(({ part }) => part === 'measured' || parts[part] > 0);
  return (
    <div class="coverage">
      <svg width={WIDTH} height="10" aria-hidden="true">
        {shown.map(({ part, look, x: from, width }) => (
          <rect key={part} class={look} x={from} width={width} y="1" height="8" />
        ))}
      </svg>
      <small>{shown.map(({ part, name }) => `${share(parts[part] / total)} ${name}`).join(', ')}</small>
    </div>
  );
}
