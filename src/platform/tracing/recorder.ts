/** What carries a trace from one process to the next: `traceparent` and `tracestate` of W3C Trace Context, among other headers. */
export type TraceHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a span says of its work. */
export type SpanFields = Readonly<Record<string, string | number | undefined>>;

/** A part of a trace that has begun. */
export interface OpenSpan {
  readonly trace_id: string;
  readonly span_id: string;
  /** Whether the trace is recorded. */
  readonly isSampled: boolean;
  /** Does some work, whose SQL statements and what it sends become parts of this one. */
  run<T>(work: () => T): T;
  end(name: string, fields: SpanFields, failed: boolean): void;
}

/** Records traces. */
export interface Recorder {
  /** Begins a part of the trace that some headers tell of, or of a new one. */
  begin(kind: 'server' | 'consumer', name: string, headers: TraceHeaders): OpenSpan;
  /** The headers with which the trace of the work in progress goes on elsewhere; undefined outside of any. */
  headers(): TraceHeaders | undefined;
  /** Sends what has been recorded and not been sent yet. */
  stop(): Promise<void>;
}
