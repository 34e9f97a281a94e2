import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { STATUS_CODES } from 'node:http';
import { ProblemDto, problemsOf } from './api-problems';
import { exampleDetail, isProblemCode, type ProblemCode, problemKind, problemType } from './problems';

const SAFE_METHODS: readonly unknown[] = [RequestMethod.GET, RequestMethod.HEAD];

/** The codes whose errors may have a `retry_after`. */
const RETRYABLE: readonly ProblemCode[] = ['too_busy', 'report_not_complete', 'rate_limited', 'too_many_of_key'];

/** The codes of requests that no handler sees. */
export const REFUSALS: readonly ProblemCode[] = [
  'malformed_http',
  'request_refused',
  'unknown_import_kind',
  'method_not_allowed',
  'request_timeout',
  'precondition_failed',
  'range_not_satisfiable',
  'expectation_failed',
  'host_not_allowed',
  'headers_too_large',
  'unsupported_transfer',
];

/** A code, and whether it is about the query or path, which may have a status of its own. */
interface Documented {
  readonly code: ProblemCode;
  readonly isInUrl: boolean;
}

/**
 * Adds every error that a controller's handlers may answer to their OpenAPI documentation: those of `ApiProblems`, and
 * those that follow from the handler itself, from the rules of its parameter classes and from its method.
 */
export function documentProblems(controller: Type): void {
  const prototype: unknown = controller.prototype;
  if (typeof prototype !== 'object' || prototype === null) return;
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
    const documented = [
      ...problemsOf(handler).map((code) => ({ code, isInUrl: false })),
      ...problemsOfParameters(controller, prototype, name),
      ...problemsOfMethod(handler),
    ];
    for (const [status, codes] of byStatus(documented)) describeStatus(status, codes)(prototype, name, descriptor);
  }
}

function problemsOfMethod(handler: object): Documented[] {
  const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
  const codes: ProblemCode[] = SAFE_METHODS.includes(method) ? [] : ['cross_origin'];
  return [...codes, 'unknown_parameter' as const].map((code) => ({ code, isInUrl: false }));
}

/** The rules of the classes that a handler's query, path parameters and body are validated by. */
function problemsOfParameters(controller: Type, prototype: object, name: string): Documented[] {
  const types: unknown = Reflect.getMetadata('design:paramtypes', prototype, name);
  const routeArguments: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name);
  if (!Array.isArray(types) || typeof routeArguments !== 'object' || routeArguments === null) return [];
  return Object.keys(routeArguments).flatMap((key) => {
    const [kind, index] = key.split(':').map(Number);
    const type: unknown = types[index ?? -1];
    const isInUrl = kind === RouteParamtypes.QUERY || kind === RouteParamtypes.PARAM;
    const rules = typeof type === 'function' ? rulesOf(type) : [];
    const path: ProblemCode[] = kind === RouteParamtypes.PARAM ? ['malformed_request'] : [];
    const fields: ProblemCode[] = kind === RouteParamtypes.BODY ? ['unknown_field'] : [];
    return [...path, ...rules, ...fields].map((code) => ({ code, isInUrl }));
  });
}

function rulesOf(type: NewableFunction): ProblemCode[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .flatMap(({ name = '' }) => (isProblemCode(name) ? [name] : []));
}

function byStatus(documented: readonly Documented[]): Map<number, ProblemCode[]> {
  const grouped = new Map<number, ProblemCode[]>();
  for (const { code, isInUrl } of documented) {
    const { status, statusInUrl } = problemKind(code);
    const shown = isInUrl ? (statusInUrl ?? status) : status;
    const codes = grouped.get(shown) ?? [];
    if (!codes.includes(code)) grouped.set(shown, [...codes, code]);
  }
  return grouped;
}

/** The response for requests that are refused before they reach a handler, whatever their path. */
export function refusedResponse() {
  return responseWith(REFUSALS);
}

function describeStatus(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  return (target, property, descriptor) => {
    ApiExtraModels(ProblemDto)(target, property, descriptor);
    ApiResponse({ ...responseWith(codes, status), status })(target, property, descriptor);
  };
}

/** @param given the status of all these codes; by default each has its own */
function responseWith(codes: readonly ProblemCode[], given?: number) {
  const examples = Object.fromEntries(
    codes.map((code) => {
      const status = given ?? problemKind(code).status;
      const title = STATUS_CODES[status] ?? 'Error';
      return [code, { value: { type: problemType(code), title, status, detail: exampleDetail(code), code } }];
    }),
  );
  const fixed = codes.flatMap((code) => Object.entries(problemKind(code).headers ?? {}));
  const headers = {
    ...Object.fromEntries(fixed.map(([name, value]) => [name, headerLike(value, 'What to send instead.')])),
    ...(codes.some((code) => RETRYABLE.includes(code)) && {
      'Retry-After': headerLike('1', 'Seconds until a retry is worthwhile.'),
    }),
  };
  return {
    description: codes.join(', '),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, examples } },
  };
}

function headerLike(example: string, description: string) {
  return { description, schema: { type: 'string' as const }, example };
}
