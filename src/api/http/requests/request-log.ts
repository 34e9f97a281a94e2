import { Logger } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import type { CodedError } from '../../../common/coded-error';
import { type LogFields, logFields, withLogFields } from '../../../platform/logging/log-fields';
import type { OpenSpan } from '../../../platform/tracing/recorder';
import { beginRequest } from '../../../platform/tracing/tracing';
import { routeOf } from '../access/caller';
import { headersOf, idsOf, readRequestIds, type RequestIds } from './request-ids';

const logger = new Logger('Request');

/**
 * Logs each request once its answer has ended, records it if traces are, and gives its ids to whatever is logged meanwhile and to the
 * answer. It comes before everything that may refuse a request.
 */
export function logRequests(basePath: string): RequestHandler {
  return (request, response, next) => {
    const isSilent = isProbe(request, basePath);
    const span = isSilent ? undefined : beginRequest(request.method, request.headers);
    const ids = idsOf(request, span);
    response.set(headersOf(ids));
    const begun = performance.now();
    const handle = () => {
      const fields = logFields();
      response.once('close', () => {
        if (isSilent) return;
        const { method } = request;
        const url = loggedUrl(request);
        // The client left before there was an answer.
        const statusCode = response.headersSent ? response.statusCode : null;
        const responseTime = Math.round(performance.now() - begun);
        withLogFields({ ...fields, ...idsIn(request) }, () => {
          const msg = `${method} ${url} ${statusCode ?? 'without an answer'}, ${responseTime} ms`;
          logger.log({ msg, req: { method, url }, res: { statusCode }, responseTime });
          if (span) endSpan(span, request, statusCode);
        });
      });
      next();
    };
    withLogFields(fieldsOf(ids), () => {
      if (span) span.run(handle);
      else handle();
    });
  };
}

/** A span is named by the call, as the addresses are many. */
function endSpan(span: OpenSpan, request: Request, statusCode: number | null): void {
  const route = routeOf(request);
  const http = {
    'http.request.method': request.method,
    'http.route': route,
    'http.response.status_code': statusCode ?? undefined,
  };
  span.end(
    route === undefined ? request.method : `${request.method} ${route}`,
    { ...http, ...logFields() },
    (statusCode ?? 0) >= 500,
  );
}

/**
 * Logs that a request was refused before the application saw it; returns headers for its answer.
 * @param request undefined if the parser made none of what was sent
 */
export function logRefusal(request: IncomingMessage | undefined, error: CodedError, statusCode: number) {
  const ids = request ? idsOf(request) : readRequestIds({});
  withLogFields({ ...fieldsOf(ids), code: error.code }, () => {
    logger.log({ msg: `refused with ${statusCode}: ${error.message}`, res: { statusCode } });
  });
  return headersOf(ids);
}

function fieldsOf({ request_id, trace_id, span_id }: RequestIds): LogFields {
  return { request_id, trace_id, span_id };
}

/** Probes and scrapes come every few seconds and would drown the rest. */
function isProbe({ path }: Request, basePath: string): boolean {
  const rest = path.startsWith(basePath) ? path.slice(basePath.length) : path;
  return /^\/(health|metrics)(\/|$)/i.test(rest);
}

/** Without the code that an OpenID provider sends a browser back with. */
function loggedUrl({ originalUrl, path }: Request): string {
  return /^\/session\//i.test(path) ? path : originalUrl;
}

/** The reports and imports that a request is about, by its path or its query. */
function idsIn({ params, query }: Request): Record<string, string> {
  const given: Record<string, unknown> = { ...query, ...params };
  const ids: Record<string, string> = {};
  for (const name of ['report_id', 'import_id']) {
    const id = given[name];
    if (typeof id === 'string') ids[name] = id;
  }
  return ids;
}
