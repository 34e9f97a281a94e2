import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { CodedError } from '../../../common/coded-error';
import { isNoSpace, isUnavailable } from '../../../common/error-code';
import { ParameterError } from '../validation/parameter-error';
import { detailOf, isProblemCode, type ProblemCode, problemKind, problemType } from './problems';

/** The codes of errors that Nest, Express or its middleware raise. */
const CODES_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  404: 'unknown_route',
  503: 'not_ready',
};

/** Every error leaves as RFC 9457 problem details: with a stable code, without a stack trace or SQL. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = toCodedError(thrown, request);
    if (error.code === 'internal_error') {
      this.logger.error({ err: thrown, method: request.method, path: request.path });
    } else if (error.code === 'service_unavailable' || error.code === 'no_space') {
      this.logger.warn(`${request.method} ${request.path}: ${String(thrown)}`);
    }
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const status = statusOf(error);
    const { retry_after: retryAfter } = error.members;
    if (typeof retryAfter === 'number') response.set('Retry-After', `${retryAfter}`);
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: problemType(error.code),
          title: STATUS_CODES[status] ?? 'Error',
          status,
          detail: detailOf(error),
          code: error.code,
          ...error.members,
        }),
      );
  }
}

function toCodedError(error: unknown, { method, path }: Request): CodedError {
  if (error instanceof CodedError && isProblemCode(error.code)) return error;
  const code = CODES_BY_STATUS[foreignStatus(error) ?? 0];
  if (code !== undefined) return new CodedError(code, { values: { method, path, checks: 'process' }, cause: error });
  if (isNoSpace(error)) return new CodedError('no_space', { cause: error });
  if (isUnavailable(error)) return new CodedError('service_unavailable', { cause: error });
  return new CodedError('internal_error', { cause: error });
}

/** The status that an error of Nest, Express or its middleware asks for. */
function foreignStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}

function statusOf(error: CodedError): number {
  const { status, statusInQuery } = problemKind(isProblemCode(error.code) ? error.code : 'internal_error');
  return error instanceof ParameterError ? (statusInQuery ?? status) : status;
}
