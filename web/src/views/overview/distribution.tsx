import type { Schemas } from '../../api/client';
import { share, whole } from '../../format';

/** Size of the chart, in its own units. */
const WIDTH = 400;
const HEIGHT = 160;
/** Space above the bars for their counts, and below them for the axis. */
const HEAD = 16;
const FOOT = 18;
const GAP = 4;

interface Props {
  readonly shares: Schemas['ShareDistributionDto'];
  /** What they are of, for people. */
  readonly period: string;
}

/** A histogram of the stores' uptime, one bar for every ten percent. */
export function Distribution({ shares, period }: Props) {
  const { bins, deciles, stores } = shares;
  const most = Math.max(1, ...bins);
  const shareAt = (tenth: number) => share(deciles[tenth] ?? null);
  const step = WIDTH / bins.length;
  return (
    <section class="card" aria-labelledby="distribution">
      <h2 id="distribution">Uptime by store, {period}</h2>
      <svg class="bars" viewBox={`0 0 ${WIDTH} ${HEAD + HEIGHT + FOOT}`} role="img" aria-label={inWords(bins)}>
        {bins.map((count, bin) => {
          const height = (count / most) * HEIGHT;
          const middle = (bin + 0.5) * step;
          return (
            <g key={bin}>
              <rect x={bin * step + GAP / 2} y={HEAD + HEIGHT - height} width={step - GAP} height={height} rx="2" />
              {count > 0 && (
                <text class="count" x={middle} y={HEAD + HEIGHT - height - 4}>
                  {whole(count)}
                </text>
              )}
            </g>
          );
        })}
        {bins.map(
          (_, bin) =>
            bin % 2 === 0 && (
              <text key={bin} x={bin * step} y={HEAD + HEIGHT + FOOT - 3} class={bin === 0 ? 'first' : undefined}>
                {bin * 10}
              </text>
            ),
        )}
        <text x={WIDTH} y={HEAD + HEIGHT + FOOT - 3} class="last">
          100
        </text>
        <line x1="0" x2={WIDTH} y1={HEAD + HEIGHT} y2={HEAD + HEIGHT} />
      </svg>
      <p class="quiet">
        {stores === 0
          ? 'No store had business time.'
          : `Percent of business time, ${whole(stores)} stores. Half are at ${shareAt(5)} or more, nine in ten at ${shareAt(1)} or more; the lowest is at ${shareAt(0)}.`}
      </p>
    </section>
  );
}

function inWords(bins: readonly number[]): string {
  const parts = bins.flatMap((count, bin) => (count > 0 ? [`${bin * 10} to ${bin * 10 + 10} percent: ${count}`] : []));
  return `Stores by their uptime: ${parts.join('; ')}`;
}
