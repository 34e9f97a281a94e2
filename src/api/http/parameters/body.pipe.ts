import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem } from '../problem';

/** Validates JSON bodies by their DTO class; a wrong one is a 422 that names every wrong field, the first one in its code. */
export function bodyPipe(): ValidationPipe {
  return new FlatBodyPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => new Problem(422, codeOf(errors[0]), messages(errors).join('; ') + '.'),
  });
}

/** No body here has anything inside a field; what is nested deeply must not be walked through. */
class FlatBodyPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (value !== undefined && !isFlat(value)) {
      throw new Problem(422, 'invalid_body', 'The body must be an object without objects or arrays in it.');
    }
    const valid: unknown = await super.transform(value, metadata);
    return valid;
  }
}

function isFlat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((member) => typeof member !== 'object' || member === null);
}

function codeOf(error: ValidationError | undefined): string {
  if (!error) return 'invalid_body';
  return error.constraints?.whitelistValidation ? 'unknown_field' : `invalid_${error.property}`;
}

function messages(errors: ValidationError[]): string[] {
  return errors.flatMap((error) => Object.values(error.constraints ?? {}));
}
