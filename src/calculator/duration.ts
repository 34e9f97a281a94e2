import { DAY, HOUR, type Micros, MINUTE, SECOND } from './instants';

/** The units of durations by their letters. */
export const UNITS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/**
 * A duration such as `90s`, `45m`, `3h`, `2d`, in microseconds; undefined if the text is none that is allowed.
 * @param pattern of a count and, after it, the letter of a unit
 */
export function parseDuration(text: string, pattern: RegExp, shortest: Micros, longest: Micros): Micros | undefined {
  const [, count, unit] = pattern.exec(text) ?? [];
  const duration = Number(count) * (Object.entries(UNITS).find(([name]) => name === unit)?.[1] ?? NaN);
  return duration >= shortest && duration <= longest ? duration : undefined;
}
