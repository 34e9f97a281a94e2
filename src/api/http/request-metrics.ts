import type { RequestHandler } from 'express';
import { duration, SHORT } from '../../platform/metrics/instruments';
import { routeOf } from './access/caller';

const seconds = duration('http_request_seconds', 'From a request to the end of its answer.', SHORT, [
  'method',
  'route',
  'status',
]);

/** The methods that the API has; whatever else a client makes up is counted as one. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Times every request, by its path as the OpenAPI document has it: ids in paths are many. */
export function timeRequests(): RequestHandler {
  return (request, response, next) => {
    const end = seconds.startTimer();
    response.once('close', () => {
      const method = METHODS.has(request.method) ? request.method : 'other';
      // The client left before there was an answer.
      const status = response.headersSent ? `${Math.floor(response.statusCode / 100)}xx` : 'none';
      end({ method, route: routeOf(request) ?? 'other', status });
    });
    next();
  };
}
