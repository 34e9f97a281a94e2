import type { components } from '../../api/schema';

type Schemas = components['schemas'];

/** One of two things side by side: their figures in a window, in hours. */
export interface Side {
  readonly share: number | null;
  readonly up: number;
  readonly down: number;
  readonly unknown: number;
  readonly excluded: number;
  /** How many stores they are of. */
  readonly stores: number;
}

const HOUR = 3.6e9;

/** All stores of a report together. */
export function sideOfAll({ windows, stores }: Schemas['ReportTotalsDto'], window: string): Side | undefined {
  const found = windows.find((other) => other.window === window);
  if (!found) return undefined;
  return {
    share: found.uptime_share,
    up: found.uptime_hours,
    down: found.downtime_hours,
    unknown: found.unknown_hours ?? 0,
    excluded: found.excluded_hours ?? 0,
    stores,
  };
}

/** A group of a report. */
export function sideOfGroup({ windows, stores }: Schemas['ReportGroupDto'], window: string): Side | undefined {
  const found = windows[window];
  if (!found) return undefined;
  return {
    share: found.uptime_share,
    up: found.uptime_us / HOUR,
    down: found.downtime_us / HOUR,
    unknown: found.unknown_us / HOUR,
    excluded: found.excluded_us / HOUR,
    stores,
  };
}

/** A store of a report, from its row. */
export function sideOfStore(row: Readonly<Record<string, unknown>>, window: string): Side {
  const hundredths = (name: string) => Math.round(Number(row[`${name}_${window}`] ?? 0) * 100);
  const [up, down] = [hundredths('uptime'), hundredths('downtime')];
  return {
    share: up + down === 0 ? null : up / (up + down),
    up: up / 100,
    down: down / 100,
    unknown: hundredths('unknown') / 100,
    excluded: hundredths('excluded') / 100,
    stores: 1,
  };
}

/** A difference with its sign, such as `+1.50`; of what is shown, so that it agrees with it. */
export function difference(one: number, other: number): string {
  const hundredths = Math.round(one * 100) - Math.round(other * 100);
  const sign = hundredths > 0 ? '+' : hundredths < 0 ? '−' : '';
  return `${sign}${(Math.abs(hundredths) / 100).toFixed(2)}`;
}
