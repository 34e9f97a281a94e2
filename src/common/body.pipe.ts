import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem';

/** Validates JSON bodies by their DTO class; a wrong one is a 422 that names every wrong field, the first one in its code. */
export function bodyPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new Problem(422, codeOf(errors[0]), messages(errors).join('; ') + '.'),
  });
}

function codeOf(error: ValidationError | undefined): string {
  if (!error) return 'invalid_body';
  return error.constraints?.whitelistValidation ? 'unknown_field' : `invalid_${error.property}`;
}

function messages(errors: ValidationError[]): string[] {
  return errors.flatMap((error) => Object.values(error.constraints ?? {}));
}
