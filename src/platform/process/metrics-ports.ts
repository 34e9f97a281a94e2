import { type Settings, SettingsError } from '../config/settings';

const LAST_PORT = 65_535;

/** Where the processes of each kind that the HTTP process starts answer: the first of them, and the others at the ports after it. */
interface MetricsPorts {
  readonly worker: number | undefined;
  readonly consumer: number | undefined;
}

/**
 * Divides the ports from METRICS_PORT on among the workers and the consumer that the HTTP process starts.
 * @throws SettingsError if there are not enough of them, or if PORT is among them
 */
export function metricsPorts(
  { PORT, METRICS_PORT: first, REPORT_WORKERS: workers }: Pick<Settings, 'PORT' | 'METRICS_PORT' | 'REPORT_WORKERS'>,
  consumers: number,
): MetricsPorts {
  if (first === undefined || first === 0) return { worker: first, consumer: first };
  const last = first + workers + consumers - 1;
  const taken = `the processes that this one starts take the ports ${first} to ${last}`;
  if (last > LAST_PORT) throw new SettingsError(`METRICS_PORT: ${taken}, and ${LAST_PORT} is the last`);
  if (PORT >= first && PORT <= last) throw new SettingsError(`METRICS_PORT: ${taken}, and PORT is among them`);
  return { worker: first, consumer: first + workers };
}
