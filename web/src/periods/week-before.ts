import { earlier } from '../format';
import { STANDARD_WINDOWS } from './period';
import { problemOf, usePeriodReport, type Wanted } from './period-report';

const WEEK = 604_800_000;

/** The same figures of all stores a week before. */
export interface WeekBefore {
  /** The uptime share of a window, from 0 to 1; null without any, undefined while it is not known. */
  readonly of: (window: string) => number | null | undefined;
  /** Why it is not known and will not be; undefined as long as it may be. */
  readonly problem: string | undefined;
}

/** Finds, or starts, the report that ends a week before another one. */
export function useWeekBefore({ asOf, ...wanted }: Omit<Wanted, 'windows' | 'columns'>): WeekBefore {
  const found = usePeriodReport({
    ...wanted,
    windows: STANDARD_WINDOWS,
    asOf: earlier(asOf, WEEK),
    columns: 'standard',
  });
  const windows = found.totals.data?.windows;
  return {
    of: (window) => windows?.find((other) => other.window === window)?.uptime_share,
    problem: problemOf(found),
  };
}
