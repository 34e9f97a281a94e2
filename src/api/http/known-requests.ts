import type { OpenAPIObject } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { CodedError } from '../../common/coded-error';

/** A call of the API: which query parameters it takes. */
interface Call {
  readonly method: string;
  readonly parameters: ReadonlySet<string>;
}

/**
 * Refuses what the controllers do not declare: a method that a known path does not take, with a 405 that names those
 * it takes, and a query parameter that a call does not know, which would otherwise be ignored with a wrong answer.
 */
export function onlyKnownRequests(declared: OpenAPIObject): RequestHandler {
  const routes = Object.entries(declared.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
    calls: Object.entries(operations).map(([method, operation]) => toCall(method, operation)),
  }));
  return (request, response, next) => {
    const { path, method, query } = request;
    const calls = routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.calls);
    const call = calls.find((known) => known.method === method || (known.method === 'GET' && method === 'HEAD'));
    if (calls.length > 0 && !call) {
      const allowed = calls.flatMap((known) => (known.method === 'GET' ? ['GET', 'HEAD'] : [known.method])).join(', ');
      response.set('Allow', allowed);
      next(new CodedError('method_not_allowed', { values: { path, method, allowed } }));
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
