import type { Request } from 'express';
import { Problem } from '../problem';

export const INVALID_IDEMPOTENCY_KEY = {
  invalid_idempotency_key: 'The Idempotency-Key must have 1 to 255 characters.',
};

/**
 * The key by which a request is known when it comes again, if it has one.
 * @throws Problem 422 `invalid_idempotency_key`
 */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && (key.length < 1 || key.length > 255)) {
    throw new Problem(422, 'invalid_idempotency_key', INVALID_IDEMPOTENCY_KEY.invalid_idempotency_key);
  }
  return key;
}
