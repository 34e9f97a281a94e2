import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Nest says `nullable`, which OpenAPI 3.1 no longer has: there null is a type, and a choice of an enum. Changes the document
 * in place.
 */
export function useNullTypes(document: OpenAPIObject): void {
  for (const schema of objectsIn(document)) {
    if (!('nullable' in schema)) continue;
    Reflect.deleteProperty(schema, 'nullable');
    if ('allOf' in schema && Array.isArray(schema.allOf)) {
      Object.assign(schema, { anyOf: [...schema.allOf.map((type: unknown) => type), { type: 'null' }] });
      Reflect.deleteProperty(schema, 'allOf');
      Reflect.deleteProperty(schema, 'type');
      continue;
    }
    if ('type' in schema) Object.assign(schema, { type: [schema.type, 'null'] });
    if ('enum' in schema && Array.isArray(schema.enum)) {
      Object.assign(schema, { enum: [...schema.enum.map((choice: unknown) => choice), null] });
    }
  }
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}
