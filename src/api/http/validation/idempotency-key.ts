import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { CodedError } from '../../../common/coded-error';

const NAME = 'Idempotency-Key';

/**
 * The key by which a request is recognised when it comes again; undefined without one.
 * @throws CodedError `invalid_idempotency_key`
 */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<Request>().get(NAME);
  if (key !== undefined && (key.length < 1 || key.length > 255)) throw new CodedError('invalid_idempotency_key');
  return key;
});

/** Documents the header. */
export function ApiIdempotencyKey(description: string): MethodDecorator {
  return ApiHeader({
    name: NAME,
    required: false,
    description,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
}
