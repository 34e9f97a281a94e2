import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { ATTRIBUTE_NAME, attributeKey } from '../../../stores/attributes/attribute-values';
import type { Grouping } from '../../../stores/attributes/store-groups';
import { Rule } from './rule';

const MAX_PARTS = 3;
const PART = ATTRIBUTE_NAME.source.slice(1, -1);
const BY = `^${PART}(?:,${PART}){0,${MAX_PARTS - 1}}$`;

/** By what stores are grouped: 1 to 3 attributes, or `timezone`. */
export function ByParameter({ required }: { readonly required: boolean }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      required,
      pattern: BY,
      example: 'region,brand',
      description: `1 to ${MAX_PARTS} attributes, in any case, or timezone, the zone in force at the end`,
    }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : [])),
    ...(required ? [] : [IsOptional()]),
    Rule('invalid_by', isGrouping),
  );
}

function isGrouping(names: unknown): boolean {
  if (!Array.isArray(names) || names.length < 1 || names.length > MAX_PARTS) return false;
  const keys = names.map((name) => (typeof name === 'string' && ATTRIBUTE_NAME.test(name) ? attributeKey(name) : ''));
  return !keys.includes('') && new Set(keys).size === keys.length;
}

/** The key of a group: its values by what the groups are by. */
export const GROUP_KEY = {
  type: 'object',
  additionalProperties: { type: 'string', nullable: true },
  example: { region: 'West', brand: null },
  description: 'Null: the stores of the group do not have the attribute.',
} as const;

/** The values of a key by what they are values of. */
export function namedKey(by: Grouping, key: readonly (string | null)[]): Record<string, string | null> {
  return Object.fromEntries(by.map((name, index) => [name, key[index] ?? null]));
}
