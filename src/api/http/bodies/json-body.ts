import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  mixin,
  type NestInterceptor,
  type RawBodyRequest,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Observable } from 'rxjs';
import { CodedError } from '../../../common/coded-error';
import { GrowingBuffer } from '../../../common/collections/growing-buffer';
import { type ServiceSettings, SETTINGS } from '../../../platform/config/settings';
import { ApiProblems } from '../problems/api-problems';
import { jsonMemory } from './body-memory';
import { ApiRequestBody, type BodyLimits, mediaType, requestBody } from './request-body';

/** Milliseconds. A JSON body stays in memory until it has come whole, so it may not come for ever, however slowly. */
const TIME_LIMIT = 300_000;

interface Options {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Whether the request may come without a body. */
  readonly optional?: boolean;
}

/** Reads the request's body as JSON, unzipped if it is gzip, before pipes and the handler see it; documents what is refused. */
export function JsonBody(options: Options): MethodDecorator {
  return applyDecorators(
    UseInterceptors(reading(options)),
    ApiRequestBody(),
    ApiProblems('malformed_request', 'unsupported_media_type', 'invalid_body'),
  );
}

/** The bytes of a body that `JsonBody` has read; empty if there was none. */
export const BodyBytes = createParamDecorator((_data: unknown, context: ExecutionContext): Buffer => {
  return context.switchToHttp().getRequest<RawBodyRequest<Request>>().rawBody ?? Buffer.alloc(0);
});

function reading({ maxBytes, optional = false }: Options): Type<NestInterceptor> {
  class JsonBodyInterceptor implements NestInterceptor {
    constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {}

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const request = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
      const response = context.switchToHttp().getResponse<Response>();
      request.rawBody = await wholeBody(request, response, {
        maxBytes,
        idleTimeout: this.settings.IMPORT_IDLE_TIMEOUT,
        timeLimit: TIME_LIMIT,
        memory: jsonMemory,
      });
      // What is sent in chunks may turn out to be nothing, with any type.
      if (!optional || request.rawBody.length > 0) {
        if (mediaType(request) !== 'application/json') {
          const types = optional ? 'application/json, or send none' : 'application/json';
          throw new CodedError('unsupported_media_type', { values: { types } });
        }
        request.body = parsed(request.rawBody);
      }
      return next.handle();
    }
  }
  return mixin(JsonBodyInterceptor);
}

/**
 * All bytes of a request's body.
 * @throws CodedError see `requestBody`
 */
export async function wholeBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
): Promise<Buffer> {
  const body = new GrowingBuffer(limits.maxBytes);
  for await (const chunk of requestBody(request, response, limits)) {
    limits.memory.hold(response, body.growthFor(chunk.length));
    body.append(chunk);
  }
  return body.bytes;
}

function parsed(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return value;
  } catch (cause) {
    throw new CodedError('malformed_request', { cause });
  }
}
