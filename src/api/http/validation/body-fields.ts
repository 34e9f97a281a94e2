import { CodedError } from '../../../common/coded-error';

/** Says in the OpenAPI document that an object has no fields but those of its class; for `ApiSchema`. */
export const NO_OTHER_FIELDS = { description: 'Other fields are refused.', additionalProperties: false };

/**
 * The fields of a body that may have some fields and no others.
 * @throws CodedError `invalid_body` if it is not an object, `unknown_field`
 */
export function bodyFields(body: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new CodedError('invalid_body');
  const unknown = Object.keys(body).find((field) => !known.includes(field));
  if (unknown !== undefined) throw new CodedError('unknown_field', { values: { field: unknown } });
  return { ...body };
}
