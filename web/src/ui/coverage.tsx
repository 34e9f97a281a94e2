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
const WIDTH_IN_LISTS = 56;
const NAMES = [
  ['measured', 'active', 'measured'],
  ['carried', 'unknown', `carried for more than ${durationText(MEASURED_WITHIN)}`],
  ['assumed', 'active assumed', 'assumed before the first poll'],
] as const;

interface Props {
  readonly parts: CoverageParts;
}

/** How much of a figure is measured: a bar, and the same in words. */
export function Coverage({ parts }: Props) {
  if (totalOf(parts) === 0) return null;
  return (
    <div class="coverage">
      <Bar parts={parts} width={WIDTH} />
      <small>{inWords(parts).join(', ')}</small>
    </div>
  );
}

/** The same in few words, for a list: the others are there for screen readers, and to point at. */
export function CoverageInList({ parts }: { readonly parts: CoverageParts | undefined }) {
  if (!parts || totalOf(parts) === 0) return null;
  const [measured, ...others] = inWords(parts);
  return (
    <div class="coverage" title={[measured, ...others].join(', ')}>
      <Bar parts={parts} width={WIDTH_IN_LISTS} />
      <small>
        {measured}
        <span class="unseen">{others.map((text) => `, ${text}`).join('')}</span>
      </small>
    </div>
  );
}

function Bar({ parts, width }: Props & { readonly width: number }) {
  let x = 0;
  const pieces = NAMES.map(([part, look]) => {
    const piece = { part, look, x, width: (parts[part] / totalOf(parts)) * width };
    x += piece.width;
    return piece;
  });
  return (
    <svg width={width} height="10" aria-hidden="true">
      {pieces.map(({ part, look, ...place }) => (
        <rect key={part} class={look} {...place} y="1" height="8" />
      ))}
    </svg>
  );
}

/** The measured part, and the others that are there. */
function inWords(parts: CoverageParts): string[] {
  return NAMES.filter(([part]) => part === 'measured' || parts[part] > 0).map(
    ([part, , name]) => `${share(parts[part] / totalOf(parts))} ${name}`,
  );
}

function totalOf({ measured, carried, assumed }: CoverageParts): number {
  return measured + carried + assumed;
}

/** What the bars in a list mean. */
export function CoverageLegend() {
  return (
    <ul class="legend">
      <li>Open time is</li>
      {NAMES.map(([part, look, name]) => (
        <li key={part}>
          <svg width="24" height="10" aria-hidden="true">
            <rect class={look} x="1" width="22" y="1" height="8" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
