import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { CodedError } from '../../../common/coded-error';
import { parseTimestamp } from '../../../common/timestamp';
import { bodyFields } from './body-fields';
import { ParameterError } from './parameter-error';
import { valuesIn } from './rule';

const LOST_PLUS = ' In a query, + means a space: write the + of an offset as %2B.';

/**
 * Validates queries, path parameters and bodies by their classes, whose properties carry a `Rule` each. The answer has the
 * code of the first broken rule. Bodies that have a pipe of their own pass through here: their types are no classes.
 */
export class RequestValidationPipe implements PipeTransform {
  private readonly body = newPipe((code, values) => new CodedError(code, { values: { hint: '', ...values } }));
  private readonly parameters = newPipe((code, values, value) => {
    return new ParameterError(code, { values: { hint: hasLostPlus(value) ? LOST_PLUS : '', ...values } });
  });

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isBody = metadata.type === 'body' && metadata.metatype !== Array && metadata.metatype !== Object;
    const valid: unknown = await (isBody
      ? this.body.transform(flatBody(value, metadata.metatype), metadata)
      : this.parameters.transform(value, metadata));
    return valid;
  }
}

/** Whether a value would be an instant if its offset had a + in front, as in `2024-10-08T14:00:00 02:00`. */
function hasLostPlus(value: unknown): boolean {
  return typeof value === 'string' && parseTimestamp(value.replace(/ (?=\d\d:?\d*$)/, '+')) !== undefined;
}

/** @param toError gets what is wrong with a value, and the value */
function newPipe(toError: (code: string, values: CodedError['values'], value: unknown) => CodedError): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    exceptionFactory: ([error]: ValidationError[]) => {
      const [[code, message] = ['internal_error', '{}']] = Object.entries(error?.constraints ?? {});
      return toError(code, { field: error?.property ?? '', ...valuesIn(message) }, error?.value);
    },
  });
}

/**
 * A body with the fields of its class and no others. No field holds an object, or a list of anything but plain values: one that does is
 * emptied, so that nothing walks through deep nesting before its rule refuses it.
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
    Object.entries(fields).map(([field, value]) => [field, [value].flat().some(isObject) ? {} : value]),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
