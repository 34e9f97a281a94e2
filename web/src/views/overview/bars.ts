import type { components } from '../../api/schema';
import type { Range } from '../../dates';

type Step = components['schemas']['TimelineStepDto'];

/** A step of the timeline, as the chart shows it. */
export interface Bar extends Range {
  readonly open: number;
  readonly down: number;
  /** Business time lost, in microseconds. */
  readonly lost: number;
  /** How many stores were down in the same step of the period before; undefined if it is not known. */
  readonly before: number | undefined;
}

/** The steps of a range, each beside the same one of the range before. */
export function barsOf(steps: readonly Step[], before: readonly Step[] | undefined, to: string): Bar[] {
  return steps.map((step, index) => ({
    from: step.from,
    to: steps[index + 1]?.from ?? to,
    open: step.stores_open,
    down: step.stores_down,
    lost: step.downtime_us,
    before: before?.[index]?.stores_down,
  }));
}

/** The step in which most stores were down, if any was. */
export function peakOf(bars: readonly Bar[]): Bar | undefined {
  const peak = bars.reduce<Bar | undefined>((most, bar) => (bar.down > (most?.down ?? 0) ? bar : most), undefined);
  return peak;
}

/** A round number at or above a count, and the marks below it: where an axis ends. */
export function axisTo(most: number): readonly number[] {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most) / 2));
  const step = [1, 2, 5, 10].map((by) => Math.max(1, by * size)).find((by) => by * 4 >= most) ?? most;
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, index) => index * step);
}
