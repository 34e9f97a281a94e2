import { Counter, Gauge, Histogram } from 'prom-client';

/** What the names of all metrics begin with. Base units follow: seconds, bytes, and `_total` for what only grows. */
export const PREFIX = 'restaurant_monitor_';

/** Seconds within which requests, waits and steps of a report end. */
export const SHORT = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds within which imports and reports end. */
export const LONG = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

/**
 * A count since the process started. The values of a label must be few and known: never the id of a store, a report or a caller.
 */
export function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Counter({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames] });
}

/** A value that goes up and down; see `counter` for labels. */
export function gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Gauge({ name: `${PREFIX}${name}`, help, labelNames: [...labelNames] });
}

/** How long something takes, in seconds; see `counter` for labels. */
export function duration<Label extends string>(
  name: string,
  help: string,
  buckets: readonly number[],
  labelNames: readonly Label[] = [],
) {
  return new Histogram({ name: `${PREFIX}${name}`, help, buckets: [...buckets], labelNames: [...labelNames] });
}

/** Settles as `work` does, and notes how long that took, even if it fails. */
export async function timed<T>(seconds: { startTimer(): () => unknown }, work: Promise<T>): Promise<T> {
  const end = seconds.startTimer();
  try {
    return await work;
  } finally {
    end();
  }
}
