import type { PipeTransform } from '@nestjs/common';
import { CodedError } from '../../../common/coded-error';
import {
  ATTRIBUTE_NAME,
  attributeKey,
  attributeValue,
  type GivenAttributes,
  MAX_ATTRIBUTES,
  MAX_VALUE,
  NAME,
} from '../../../stores/attributes/attribute-values';
import { bodyFields } from '../../http/validation/body-fields';

/** The attributes in a body, and what each is called there. */
export interface AttributesBody {
  readonly given: GivenAttributes;
  readonly names: readonly string[];
}

/** The name and the attributes of a store in a body, by the rules of the files. */
export class AttributesPipe implements PipeTransform {
  /** @throws CodedError `invalid_body`, `unknown_field`, `invalid_attributes`, `invalid_attribute_name`, `invalid_attribute` */
  transform(body: unknown): AttributesBody {
    const { name, attributes = {} } = bodyFields(body, ['name', 'attributes']);
    if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) throw wrongAttributes();
    const entries: [string, unknown][] = Object.entries(attributes);
    if (entries.length > MAX_ATTRIBUTES) throw wrongAttributes();
    const given: Record<string, string | null> = {};
    for (const [attribute, value] of entries) {
      const key = attributeKey(attribute);
      if (!ATTRIBUTE_NAME.test(attribute) || key === NAME || Object.hasOwn(given, key)) {
        throw new CodedError('invalid_attribute_name', { values: { name: JSON.stringify(attribute.slice(0, 100)) } });
      }
      given[key] = toValue(value, `attributes.${attribute}`);
    }
    if (name !== undefined) given[NAME] = toValue(name, 'name');
    return { given, names: entries.map(([attribute]) => attribute.trim()) };
  }
}

function wrongAttributes(): CodedError {
  return new CodedError('invalid_attributes', { values: { most: MAX_ATTRIBUTES } });
}

function toValue(given: unknown, field: string): string | null {
  const value = given === null ? null : typeof given === 'string' ? attributeValue(given) : undefined;
  if (value === undefined) throw new CodedError('invalid_attribute', { values: { field, most: MAX_VALUE } });
  return value;
}
