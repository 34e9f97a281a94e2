import { Logger } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import type { CodedError } from '../../../common/coded-error';
import { type LogFields, logFields, withLogFields } from '../../../platform/logging/log-fields';
import { headersOf, idsOf, readRequestIds, type RequestIds } from './request-ids';

const logger = new Logger('Request');

/**
 * Logs each request once its answer has ended, and gives its ids to whatever is logged meanwhile and to the answer. It comes before
 * everything that may refuse a request.
 */
export function logRequests(): RequestHandler {
  return (request, response, next) => {
    const ids = idsOf(request);
    response.set(headersOf(ids));
    const begun = performance.now();
    withLogFields(fieldsOf(ids), () => {
      const fields = logFields();
      response.once('close', () => {
        if (isProbe(request)) return;
        const { method } = request;
        const url = loggedUrl(request);
        // The client left before there was an answer.
        const statusCode = response.headersSent ? response.statusCode : null;
        const responseTime = Math.round(performance.now() - begun);
        withLogFields({ ...fields, ...idsIn(request) }, () => {
          const msg = `${method} ${url} ${statusCode ?? 'without an answer'}, ${responseTime} ms`;
          logger.log({ msg, req: { method, url }, res: { statusCode }, responseTime });
        });
      });
      next();
    });
  };
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
function isProbe({ path }: Request): boolean {
  return /^\/(health|metrics)(\/|$)/i.test(path);
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
