import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CodedError } from '../../../common/coded-error';
import { outageOf } from '../../../common/error-code';
import { addLogFields } from '../../../platform/logging/log-fields';
import { toProblem } from './problem';
import { isProblemCode, type ProblemCode, problemKind } from './problems';
import { RefusedError } from './refused-error';

/** The codes of errors that Nest, Express or its middleware raise. */
const CODES_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  404: 'unknown_route',
  412: 'precondition_failed',
  416: 'range_not_satisfiable',
  503: 'not_ready',
};

/** The codes of attempts that the audit records. */
const REFUSED: readonly ProblemCode[] = [
  'key_required',
  'wrong_key',
  'scope_missing',
  'cross_origin',
  'host_not_allowed',
  'log_in_failed',
  'rate_limited',
];

/** Set for the answer that the problem takes the place of, such as a file that browsers may keep for a year. */
const HEADERS_OF_ANSWER = ['Accept-Ranges', 'Content-Disposition', 'Content-Encoding', 'ETag', 'Last-Modified'];

/** Every error leaves as RFC 9457 problem details: with a stable code, without a stack trace or SQL. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  /** @param onRefusal called with each request that was refused because of who or what it comes from */
  constructor(private readonly onRefusal: (request: Request, code: ProblemCode) => void) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = toCodedError(thrown, request);
    addLogFields({ code: error.code });
    if (error.code === 'internal_error') {
      this.logger.error({ err: thrown, method: request.method, path: request.path });
    } else if (error.code === 'service_unavailable' || error.code === 'no_space') {
      this.logger.warn(`${request.method} ${request.path}: ${String(firstCause(thrown))}`);
    }
    const refused = REFUSED.find((code) => code === error.code);
    if (refused) this.onRefusal(request, refused);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    for (const name of HEADERS_OF_ANSWER) response.removeHeader(name);
    // Caches may otherwise keep some, such as a 404 (RFC 9110, section 15.1).
    response.set('Cache-Control', 'no-store');
    this.answer(error, response);
  }

  protected answer(error: CodedError, response: Response): void {
    if (isProblemCode(error.code)) response.set(problemKind(error.code).headers ?? {});
    const { retry_after: retryAfter } = error.members;
    if (typeof retryAfter === 'number') response.set('Retry-After', `${retryAfter}`);
    const { status, type, text } = toProblem(error);
    response.status(status).type(type).send(text);
  }
}

function toCodedError(error: unknown, { method, path }: Request): CodedError {
  if (error instanceof CodedError && isProblemCode(error.code)) return error;
  const status = foreignStatus(error) ?? 500;
  const code = CODES_BY_STATUS[status];
  if (code !== undefined) return new CodedError(code, { values: { method, path, checks: '' }, cause: error });
  if (status < 500) return new RefusedError(status, error);
  return outageOf(error) ?? new CodedError('internal_error', { cause: error });
}

/** What says which disk is full, or which service is away: our own errors say only that one is. */
function firstCause(error: unknown): unknown {
  return error instanceof CodedError && error.cause !== undefined ? firstCause(error.cause) : error;
}

/** The status that an error of Nest, or a 4xx that one of Express or its middleware, asks for. */
function foreignStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error)) return undefined;
  const status = 'status' in error ? error.status : 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
