import { whole } from '../../format';
import type { Clock } from '../store/clock';
import { axisTo, type Bar } from './bars';

/** In pixels: of the bars, above them for a count, and below them for the times. */
const HEIGHT = 170;
const HEAD = 18;
const FOOT = 22;
/** The part of a step that its bar takes, and the part of the chart on the left that the axis takes. */
const WIDTH = 0.78;
const AXIS = 40;
/** About how many times are written below the bars. */
const TIMES = 8;

interface Props {
  readonly bars: readonly Bar[];
  readonly peak: Bar | undefined;
  readonly clock: Clock;
  readonly hrefOf: (bar: Bar) => string;
  readonly textOf: (bar: Bar) => string;
}

/**
 * Stores down in each step, with a mark for the same step of the period before. It is for eyes and pointers: the sentence above it
 * and the table below it say the same.
 */
export function DownChart({ bars, peak, clock, hrefOf, textOf }: Props) {
  const axis = axisTo(Math.max(...bars.map(({ down, before = 0 }) => Math.max(down, before))));
  const top = axis.at(-1) ?? 1;
  const x = (index: number) => `${(index / bars.length) * 100}%`;
  const y = (count: number) => HEAD + HEIGHT * (1 - count / top);
  const wide = `${(WIDTH / bars.length) * 100}%`;
  return (
    <div class="down-chart" aria-hidden="true">
      <svg width={AXIS} height={HEAD + HEIGHT + FOOT}>
        {axis.map((count) => (
          <text key={count} x={AXIS - 8} y={y(count) + 4} class="last">
            {whole(count)}
          </text>
        ))}
      </svg>
      <svg width="100%" height={HEAD + HEIGHT + FOOT}>
        {axis.map((count) => (
          <line key={count} class="rule" x1="0" x2="100%" y1={y(count)} y2={y(count)} />
        ))}
        {bars.map((bar, index) => (
          <a key={bar.from} href={hrefOf(bar)} tabindex={-1}>
            <title>{textOf(bar)}</title>
            <rect class="target" x={x(index)} width={x(1)} y={HEAD} height={HEIGHT} />
            <rect
              class={bar === peak ? 'down peak' : 'down'}
              x={x(index + (1 - WIDTH) / 2)}
              width={wide}
              y={y(bar.down)}
              height={HEAD + HEIGHT - y(bar.down)}
            />
            {bar === peak && (
              <text x={x(index + 0.5)} y={y(bar.down) - 5} class="count">
                {whole(bar.down)}
              </text>
            )}
            {bar.before !== undefined && (
              <line
                class="before"
                x1={x(index + (1 - WIDTH) / 2)}
                x2={x(index + (1 + WIDTH) / 2)}
                y1={y(bar.before)}
                y2={y(bar.before)}
              />
            )}
          </a>
        ))}
        {timesOf(bars, clock).map(({ index, text }, place) => (
          <text
            key={index}
            x={x(index)}
            y={HEAD + HEIGHT + FOOT - 5}
            class={index === 0 ? 'first' : place % 2 === 1 ? 'other' : undefined}
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** The times below the bars: hours of one day, otherwise dates. */
function timesOf(bars: readonly Bar[], clock: Clock): { index: number; text: string }[] {
  const starts = bars.map(({ from }, index) => ({ index, local: clock.format(from) }));
  const midnights = starts.filter(({ local }) => local.slice(11, 16) === '00:00');
  const isOneDay = midnights.length < 2;
  const marks = isOneDay ? starts : midnights;
  const every = Math.ceil(marks.length / TIMES);
  return marks
    .filter((_, place) => place % every === 0)
    .map(({ index, local }) => ({ index, text: isOneDay ? local.slice(11, 16) : local.slice(5, 10) }));
}
