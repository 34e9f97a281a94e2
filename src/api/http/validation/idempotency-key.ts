import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { CodedError } from '../../../common/coded-error';
import { ApiProblems } from '../problems/api-problems';

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

/** Documents the header, and what may be wrong with it. */
export function ApiIdempotencyKey(description: string): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: NAME,
      required: false,
      description,
      schema: { type: 'string', minLength: 1, maxLength: 255, example: '2024-10-13-nightly' },
    }),
    ApiProblems('invalid_idempotency_key', 'idempotency_key_reused'),
  );
}
