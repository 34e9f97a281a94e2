import type { OpenAPIObject } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { CodedError } from '../../common/coded-error';

/** A call of the API: which query parameters it takes. */
interface Call {
  readonly method: string;
  readonly parameters: ReadonlySet<string>;
}

/** A path, and the calls that it takes. */
interface Route {
  readonly pattern: RegExp;
  readonly calls: readonly Call[];
}

const READ_ONLY: readonly Call[] = [{ method: 'GET', parameters: new Set() }];

/** What the OpenAPI document does not describe: itself, and the page, which is served before it could come here by GET. */
const OTHER_ROUTES: readonly Route[] = [
  { pattern: /^\/docs(-json|-yaml|\/)?$/i, calls: READ_ONLY },
  { pattern: /^\/(index\.html)?$/, calls: READ_ONLY },
];

/**
 * Refuses what the controllers do not declare: a method that a known path does not take, with a 405 that names those
 * it takes, and a query parameter that a call does not know, which would otherwise be ignored with a wrong answer. Answers
 * OPTIONS by itself.
 */
export function onlyKnownRequests(declared: OpenAPIObject): RequestHandler {
  const documented = Object.entries(declared.paths).map(([path, operations]) => ({
    // Express takes paths in any case.
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`, 'i'),
    calls: Object.entries(operations).map(([method, operation]) => toCall(method, operation)),
  }));
  const routes = [...documented, ...OTHER_ROUTES];
  return (request, response, next) => {
    const { path, method, query } = request;
    // RFC 9110, section 9.3.7: the service as a whole.
    if (path === '*') {
      response.status(204).end();
      return;
    }
    const calls = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.calls);
    const call = calls.find((known) => known.method === method || (known.method === 'GET' && method === 'HEAD'));
    const methods = calls.flatMap((known) => (known.method === 'GET' ? ['GET', 'HEAD'] : [known.method]));
    const allowed = [...methods, 'OPTIONS'].join(', ');
    if (calls.length > 0 && !call) {
      response.set('Allow', allowed);
      if (method === 'OPTIONS') response.status(204).end();
      else next(new CodedError('method_not_allowed', { values: { path, method, allowed } }));
      return;
    }
    const unknown = Object.keys(query).find((name) => call && !call.parameters.has(name));
    next(unknown === undefined ? undefined : new CodedError('unknown_parameter', { values: { parameter: unknown } }));
  };
}

function toCall(method: string, operation: unknown): Call {
  const parameters: unknown =
    typeof operation === 'object' && operation !== null && 'parameters' in operation ? operation.parameters : [];
  const inQuery = (Array.isArray(parameters) ? parameters : []).flatMap((parameter: unknown) => {
    const isInQuery =
      typeof parameter === 'object' && parameter !== null && 'in' in parameter && parameter.in === 'query';
    return isInQuery && 'name' in parameter && typeof parameter.name === 'string' ? [parameter.name] : [];
  });
  return { method: method.toUpperCase(), parameters: new Set(inQuery) };
}
