import { within } from '../../common/deadline';
import type { Settings } from '../config/settings';
import { type LogFields, logFields, withLogFields } from '../logging/log-fields';
import type { OpenSpan, Recorder, TraceHeaders } from './recorder';

/** The most milliseconds for which a process that stops waits for the collector, and the share of its grace period. */
const LONGEST_FLUSH = 2_000;
const FLUSH_SHARE = 0.1;

let recorder: Recorder | undefined;

/**
 * From now on traces are recorded, if the settings name a collector. Otherwise nothing of OpenTelemetry is even loaded.
 * @returns what sends the rest to the collector, unless that takes too long
 */
export async function startTracing(
  settings: Pick<Settings, 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'SHUTDOWN_GRACE'>,
): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector, SHUTDOWN_GRACE: grace } = settings;
  if (collector === undefined) return () => Promise.resolve();
  const { recordTo } = await import('./open-telemetry.js');
  const started = recordTo(collector);
  recorder = started;
  return async () => {
    recorder = undefined;
    await within(Math.min(LONGEST_FLUSH, grace * FLUSH_SHARE), started.stop()).catch(() => undefined);
  };
}

/** Begins the part of a trace that is an HTTP request with these headers; undefined if no traces are recorded. */
export function beginRequest(method: string, headers: TraceHeaders): OpenSpan | undefined {
  return recorder?.begin('server', method, headers);
}

/**
 * Does the work of a message: a part of the trace that the message belongs to, if traces are recorded. All that is logged meanwhile has
 * these fields, and so has that part.
 * @param name of few and known values
 * @param headers what `traceHeaders` was where the message was sent
 */
export async function doTraced<T>(
  name: string,
  fields: LogFields,
  headers: TraceHeaders | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const span = recorder?.begin('consumer', name, headers ?? {});
  if (!span) return withLogFields(fields, work);
  const { trace_id, span_id } = span;
  return span.run(() =>
    withLogFields({ trace_id, span_id, ...fields }, async () => {
      let failed = true;
      try {
        const result = await work();
        failed = false;
        return result;
      } finally {
        span.end(name, logFields(), failed);
      }
    }),
  );
}

/** The headers to send with a message so that its work joins the current trace; undefined outside a trace. */
export function traceHeaders(): TraceHeaders | undefined {
  return recorder?.headers();
}
