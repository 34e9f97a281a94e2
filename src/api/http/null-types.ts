import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Nest says `nullable`, which OpenAPI 3.1 no longer has: there null is a type. Changes the document in place.
 *
 * Enums and references get null as an alternative, for generators that make a class of each enum.
 */
export function useNullTypes(document: OpenAPIObject): void {
  for (const schema of objectsIn(document)) {
    if (!('nullable' in schema)) continue;
    Reflect.deleteProperty(schema, 'nullable');
    if ('allOf' in schema && Array.isArray(schema.allOf)) {
      const types: unknown[] = schema.allOf;
      Object.assign(schema, { anyOf: [...types, { type: 'null' }] });
      Reflect.deleteProperty(schema, 'allOf');
      Reflect.deleteProperty(schema, 'type');
    } else if ('enum' in schema && 'type' in schema) {
      Object.assign(schema, { anyOf: [{ type: schema.type, enum: schema.enum }, { type: 'null' }] });
      Reflect.deleteProperty(schema, 'enum');
      Reflect.deleteProperty(schema, 'type');
    } else if ('type' in schema) {
      Object.assign(schema, { type: [schema.type, 'null'] });
    }
  }
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}
