import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { hostname } from 'node:os';
import { VERSION } from '../../common/version';
import { LoggedExporter } from './logged-exporter';
import type { OpenSpan, Recorder } from './recorder';
import { traceStatements } from './statements';

const NAME = 'restaurant-monitor';

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER } as const;

/**
 * Sends traces to a collector (OTLP, JSON over HTTP). This file and what it imports are only loaded if there is one.
 * @param collector the address that `v1/traces` is appended to
 */
export function recordTo(collector: string): Recorder {
  const url = `${collector.replace(/\/$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          'service.name': NAME,
          'service.version': VERSION,
          'host.name': hostname(),
          'process.pid': process.pid,
        }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new LoggedExporter(new OTLPTraceExporter({ url })))],
  });
  provider.register();
  const tracer = provider.getTracer(NAME, VERSION);
  traceStatements(tracer);
  return {
    begin(kind, name, { traceparent, tracestate }) {
      const parent = propagation.extract(ROOT_CONTEXT, { traceparent, tracestate });
      return openSpan(tracer.startSpan(name, { kind: KINDS[kind] }, parent), parent);
    },
    headers() {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return Object.keys(headers).length > 0 ? headers : undefined;
    },
    stop: () => provider.shutdown(),
  };
}

function openSpan(span: Span, parent: Context): OpenSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    trace_id: traceId,
    span_id: spanId,
    isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
    run: (work) => context.with(trace.setSpan(parent, span), work),
    end(name, fields, failed) {
      span.updateName(name).setAttributes({ ...fields, trace_id: undefined, span_id: undefined });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
