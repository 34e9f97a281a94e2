import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { OpenSpan } from '../../../platform/tracing/recorder';

/** By what the log lines of a request are found. */
export interface RequestIds {
  /** Of `X-Request-Id`, or a new one. */
  readonly request_id: string;
  /** Of `traceparent` (W3C Trace Context), or a new one. */
  readonly trace_id: string;
  /** Of this service's part of the trace. */
  readonly span_id: string;
  /** Whether the caller records the trace. */
  readonly isSampled: boolean;
}

/** What can be told apart in a log, and holds nothing that a terminal would obey. */
const REQUEST_ID = /^[\w.:+/=@-]{1,128}$/;

/** Version, trace, parent and flags; later versions than 00 may append fields. Ids of all zeros are invalid. */
const TRACEPARENT = /^(?!ff|00.{53}-)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:-.*)?$/;

/** The flag of a trace that the caller records. Other flags are not passed on: the standard forbids it to services that do not know them. */
const SAMPLED = 0x01;

const known = new WeakMap<IncomingMessage, RequestIds>();

/**
 * The ids of a request: those that its headers bring, as far as they are well formed, and new ones.
 * @param span as which the request is recorded; its ids are those of the request then
 */
export function idsOf(request: IncomingMessage, span?: OpenSpan): RequestIds {
  const ids = known.get(request) ?? { ...readRequestIds(request.headers), ...(span && idsIn(span)) };
  known.set(request, ids);
  return ids;
}

/** The ids that headers bring, as far as they are well formed, and new ones. */
export function readRequestIds(headers: IncomingMessage['headers']): RequestIds {
  const given = headers['x-request-id'];
  const trace = TRACEPARENT.exec(String(headers.traceparent));
  return {
    request_id: typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID(),
    trace_id: trace?.[1] ?? randomDigits(32),
    span_id: randomDigits(16),
    isSampled: (parseInt(trace?.[2] ?? '0', 16) & SAMPLED) !== 0,
  };
}

function idsIn({ trace_id, span_id, isSampled }: OpenSpan): Omit<RequestIds, 'request_id'> {
  return { trace_id, span_id, isSampled };
}

/** The headers of an answer that tell the caller the ids. */
export function headersOf({ request_id, trace_id, span_id, isSampled }: RequestIds): Record<string, string> {
  return { 'X-Request-Id': request_id, traceparent: `00-${trace_id}-${span_id}-${isSampled ? '01' : '00'}` };
}

/** As a UUID has them, of which Node keeps some ready: up to 32 digits of base 16, never all zeros. */
function randomDigits(count: number): string {
  return randomUUID().replaceAll('-', '').slice(-count);
}
