import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { noSpaceProblem } from '../../common/no-space';
import { Problem } from './problem';
import { isUnavailable } from '../../common/error-code';

/** Codes of the errors that do not come from our own code but from Nest, Express or its body parser. */
const CODES: Readonly<Record<number, string>> = {
  400: 'malformed_request',
  404: 'unknown_route',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  503: 'not_ready',
};

/** Every error leaves as RFC 9457 problem details: with a stable code, without a stack trace or SQL. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.toProblem(error, request);
    if (problem.code === 'internal_error') {
      this.logger.error({ err: error, method: request.method, path: request.path });
    } else if (problem.code === 'service_unavailable' || problem.code === 'no_space') {
      this.logger.warn(`${request.method} ${request.path}: ${String(error)}`);
    }
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const status = problem.getStatus();
    if (typeof problem.details.retry_after === 'number') response.set('Retry-After', `${problem.details.retry_after}`);
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:problem:restaurant-monitor:${problem.code}`,
          title: STATUS_CODES[status] ?? 'Error',
          status,
          detail: problem.message,
          code: problem.code,
          ...problem.details,
        }),
      );
  }

  private toProblem(error: unknown, request: Request): Problem {
    if (error instanceof Problem) return error;
    const status = statusOf(error);
    if (status === 404)
      return new Problem(404, 'unknown_route', `There is nothing at ${request.method} ${request.path}.`);
    const code = status === undefined ? undefined : CODES[status];
    if (status !== undefined && code !== undefined && error instanceof Error) {
      return new Problem(status, code, error.message);
    }
    const noSpace = noSpaceProblem(error);
    if (noSpace) return noSpace;
    if (isUnavailable(error)) {
      return new Problem(
        503,
        'service_unavailable',
        'A service behind this one does not answer at the moment. Try again.',
      );
    }
    return new Problem(500, 'internal_error', 'Something went wrong on our side; nothing was changed.');
  }
}

/** The status of an error that means to be answered with one: Nest's, or a body parser's 4xx. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}
