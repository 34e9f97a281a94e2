import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { CodedError } from '../../../common/coded-error';
import { bodyFields } from './body-fields';
import { ParameterError } from './parameter-error';
import { valuesIn } from './rule';

/**
 * Validates queries, path parameters and bodies by their classes, whose properties carry a `Rule` each. The answer has the
 * code of the first broken rule. Bodies that are lists have a pipe of their own and pass through here as arrays.
 */
export class RequestValidationPipe implements PipeTransform {
  private readonly body = newPipe((code, values) => new CodedError(code, { values }));
  private readonly parameters = newPipe((code, values) => new ParameterError(code, { values }));

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isBody = metadata.type === 'body' && metadata.metatype !== Array;
    const valid: unknown = await (isBody
      ? this.body.transform(flatBody(value, metadata.metatype), metadata)
      : this.parameters.transform(value, metadata));
    return valid;
  }
}

function newPipe(toError: (code: string, values: CodedError['values']) => CodedError): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    exceptionFactory: ([error]: ValidationError[]) => {
      const [[code, message] = ['internal_error', '{}']] = Object.entries(error?.constraints ?? {});
      return toError(code, { field: error?.property ?? '', ...valuesIn(message) });
    },
  });
}

/**
 * A body with the fields of its class and no others. No field holds an object: one that does is emptied, so that nothing
 * walks through deep nesting before its rule refuses it.
 * @throws CodedError `invalid_body`, `unknown_field`
 */
function flatBody(body: unknown, metatype: ArgumentMetadata['metatype']): unknown {
  if (body === undefined || metatype === undefined) return body;
  const rules = getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false);
  const fields = bodyFields(
    body,
    rules.map(({ propertyName }) => propertyName),
  );
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, typeof value === 'object' && value !== null ? {} : value]),
  );
}
