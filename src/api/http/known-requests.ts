import type { OpenAPIObject } from '@nestjs/swagger';
import type { RequestHandler } from 'express';
import { CodedError } from '../../common/coded-error';
import { setRoute } from './access/caller';

/** A call of the API: which query parameters it takes. */
interface Call {
  readonly method: string;
  /** Undefined if any are allowed: an OpenID provider and Bull Board choose their own. */
  readonly parameters: ReadonlySet<string> | undefined;
}

/** A path, and the calls that it takes. */
interface Route {
  /** As documented, such as `/stores/{store_id}`. */
  readonly path: string;
  readonly pattern: RegExp;
  /** The paths whose parameters are as documented. */
  readonly exact: RegExp;
  readonly calls: readonly Call[];
}

/**
 * What the OpenAPI document does not describe: itself, the page, which is served before it could come here by GET, and what only
 * browsers ask for.
 */
const OTHER_ROUTES: readonly Route[] = [
  otherRoute('', /^\/docs(-json|-yaml|\/)?$/i, new Set()),
  otherRoute('', /^\/(index\.html)?$/, new Set()),
  // Bull Board has parameters of its own.
  otherRoute('/queues', /^\/queues(\/|$)/i, undefined),
  otherRoute('/session/oidc', /^\/session\/oidc\/?$/i, new Set()),
  // An OpenID provider may add what it likes.
  otherRoute('/session/callback', /^\/session\/callback\/?$/i, undefined),
];

/**
 * Refuses what the controllers do not declare: a path that cannot be decoded, a method that a known path does not take, with a
 * 405 that names those it takes, and a query parameter that a call does not know, which would otherwise be ignored with a wrong
 * answer. Answers OPTIONS by itself.
 */
export function onlyKnownRequests(declared: OpenAPIObject): RequestHandler {
  const routes = [...Object.entries(declared.paths).map(([path, item]) => toRoute(path, item)), ...OTHER_ROUTES];
  // Most requests name one of these as it is written.
  const written = new Map(
    routes.filter(({ path }) => !path.includes('{')).map(({ path }) => [path, routesOf(path, routes)]),
  );
  return (request, response, next) => {
    const { path, method, query } = request;
    // Express would parse it anew for each look.
    Object.defineProperty(request, 'query', { value: query });
    // RFC 9110, section 9.3.7: the service as a whole.
    if (path === '*') {
      response.status(204).end();
      return;
    }
    try {
      decodeURIComponent(path);
    } catch (cause) {
      next(new CodedError('malformed_request', { cause }));
      return;
    }
    const meant = written.get(path) ?? routesOf(path, routes);
    if (meant[0]) setRoute(request, meant[0].path);
    const calls = meant.flatMap((route) => route.calls);
    const call = calls.find((each) => each.method === method || (each.method === 'GET' && method === 'HEAD'));
    if (calls.length > 0 && !call) {
      const methods = calls.flatMap((each) => (each.method === 'GET' ? ['GET', 'HEAD'] : [each.method]));
      const allowed = [...methods, 'OPTIONS'].join(', ');
      response.set('Allow', allowed);
      if (method === 'OPTIONS') response.status(204).end();
      else next(new CodedError('method_not_allowed', { values: { path, method, allowed } }));
      return;
    }
    const unknown = Object.keys(query).find((name) => call?.parameters?.has(name) === false);
    next(unknown === undefined ? undefined : new CodedError('unknown_parameter', { values: { parameter: unknown } }));
  };
}

/** The routes that a path may mean. */
function routesOf(path: string, routes: readonly Route[]): readonly Route[] {
  const known = routes.filter(({ pattern }) => pattern.test(path));
  // `/imports/timezones` is that of a kind, and no import. One that is neither may be meant as either.
  const exact = known.filter((route) => route.exact.test(path));
  // `/stores/attributes` is no store, even if one is called so.
  const literal = exact.filter((route) => !route.path.includes('{'));
  return [literal, exact, known].find((found) => found.length > 0) ?? [];
}

function otherRoute(path: string, pattern: RegExp, parameters: Call['parameters']): Route {
  return { path, pattern, exact: pattern, calls: [{ method: 'GET', parameters }] };
}

function toRoute(path: string, { get, post, put, patch, delete: remove }: OpenAPIObject['paths'][string]): Route {
  const operations = Object.entries({ GET: get, POST: post, PUT: put, PATCH: patch, DELETE: remove }).flatMap(
    ([method, operation]) =>
      operation ? [{ method, parameters: (operation.parameters ?? []).filter((each) => 'in' in each) }] : [],
  );
  const forms = new Map(
    operations
      .flatMap(({ parameters }) => parameters)
      .flatMap((each) => (each.in === 'path' ? [[each.name, formOf(each.schema ?? {})]] : [])),
  );
  // Express takes paths in any case.
  const matching = (parameter: (name: string) => string) =>
    new RegExp(`^${path.replace(/\{([^}]+)\}/g, (_, name: string) => parameter(name))}/?$`, 'i');
  return {
    path,
    pattern: matching(() => ANYTHING),
    exact: matching((name) => forms.get(name) ?? ANYTHING),
    calls: operations.map(({ method, parameters }) => ({
      method,
      parameters: new Set(parameters.filter((each) => each.in === 'query').map(({ name }) => name)),
    })),
  };
}

/** Of one segment of a path. */
const ANYTHING = '[^/]+';

function formOf(schema: object): string {
  if ('enum' in schema && Array.isArray(schema.enum)) return `(?:${schema.enum.join('|')})`;
  return 'pattern' in schema && typeof schema.pattern === 'string' ? schema.pattern.slice(1, -1) : ANYTHING;
}
