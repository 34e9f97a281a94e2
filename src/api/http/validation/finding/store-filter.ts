import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { parse } from 'node:querystring';
import { z } from 'zod';
import { zoneName } from '../../../../calculator/schedule/zones';
import {
  ATTRIBUTE_KEY,
  ATTRIBUTE_NAME,
  attributeKey,
  attributeValue,
  MAX_VALUE,
  NAME,
  VALUE,
} from '../../../../stores/attributes/attribute-values';
import type { AttributeLimit } from '../../../../stores/finding/store-filter';
import { Rule } from '../rule';

/** How many values, and how many zones, one request may name. */
const MAX_VALUES = 200;

/** A value of an attribute, as a schema of JSON. */
const ONE_VALUE = { type: 'string', maxLength: MAX_VALUE, pattern: VALUE } as const;

/** Values by attribute, as a whole schema: of a parameter's own members, NestJS would leave out what the names are like. */
const ATTRIBUTES_SCHEMA = {
  type: 'object',
  propertyNames: { pattern: ATTRIBUTE_KEY },
  additionalProperties: { oneOf: [ONE_VALUE, { type: 'array', maxItems: MAX_VALUES, items: ONE_VALUE }] },
  // Swagger UI sends the example unless it is changed, and which attributes there are depends on the data.
  example: {},
} as const;

/** The parameter of attributes, by the name that is in brackets. */
const ATTRIBUTES = /^attributes\[(.*)\]$/s;

/**
 * The parameters of a query: texts, or lists of those that are given more than once. What is given as `attributes[region]=West` comes as
 * pairs of a name and a value in the one parameter `attributes`.
 */
export function parseQuery(query: string): Record<string, unknown> {
  // Node would stop at the thousandth parameter, and what comes after it would be ignored.
  const given = Object.entries(parse(query, '&', '=', { maxKeys: 0 }));
  const pairs = given.flatMap(([parameter, values]) => {
    const [, name] = ATTRIBUTES.exec(parameter) ?? [];
    return name === undefined ? [] : [values].flat().map((value) => [name, value]);
  });
  const others = given.filter(([parameter]) => !ATTRIBUTES.test(parameter));
  const { attributes = [], ...rest } = Object.fromEntries(others);
  return pairs.length === 0 ? Object.fromEntries(others) : { ...rest, attributes: [...pairs, ...[attributes].flat()] };
}

/** What stores are searched for. */
export class SearchQuery {
  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_VALUE,
    pattern: VALUE,
    example: 'main st',
    description: 'Only stores with this somewhere in their id or name, whatever its case, accents and outer blanks',
  })
  @IsOptional()
  @Rule('invalid_q', (q) => typeof q === 'string' && q.length <= MAX_VALUE && !q.includes('\0'), { most: MAX_VALUE })
  q?: string;

  @AttributesParameter('Only stores with one of the values of each of these attributes')
  attributes?: AttributeLimit[];
}

/** What limits a list to some stores, the same in all lists. */
export class StoreFilterQuery extends SearchQuery {
  @ApiPropertyOptional({
    type: 'array',
    maxItems: MAX_VALUES,
    items: { type: 'string', maxLength: 64 },
    example: ['America/Chicago'],
    description:
      'Only stores in one of these time zones, which may be repeated: in force now, or at the end of the range of a timeline or of incidents, or at the as of of a report',
  })
  @Transform(({ value }: { value: unknown }) => [value].flat().map((name) => zoneIn(name)))
  @IsOptional()
  @Rule('unknown_timezone', areZones, { hint: '' })
  timezone?: string[];
}

/** Attributes of which stores must have one of some values. */
export function AttributesParameter(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: true,
      description: `${description}, such as attributes[region]=West. May be repeated; names in any case; an empty value: the stores without the attribute`,
      ...{ style: 'deepObject', explode: true, schema: ATTRIBUTES_SCHEMA },
    }),
    Transform(({ value }: { value: unknown }) => limitsIn(value) ?? value),
    IsOptional(),
    Rule('invalid_attribute_filter', areLimits, { most: MAX_VALUES }),
  );
}

const pairSchema = z.tuple([z.string(), z.string()]);

/** The limits in pairs of names and values; undefined if a pair is wrong. */
function limitsIn(pairs: unknown): AttributeLimit[] | undefined {
  if (!Array.isArray(pairs) || pairs.length > MAX_VALUES) return undefined;
  const limits = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const pair of pairs) {
    const { success, data: [name, value] = ['', ''] } = pairSchema.safeParse(pair);
    if (!success) return undefined;
    const key = attributeKey(name);
    const wanted = attributeValue(value);
    if (!ATTRIBUTE_NAME.test(name) || key === NAME || wanted === undefined) return undefined;
    const limit = limits.get(key) ?? { name, values: [] };
    limits.set(key, limit);
    limit.values.push(wanted ?? '');
  }
  return [...limits.values()];
}

/** What is wrong stays as it came, in pairs, which are no objects with a name. */
function areLimits(limits: unknown): boolean {
  return Array.isArray(limits) && limits.every((limit) => typeof limit === 'object' && !Array.isArray(limit));
}

function zoneIn(name: unknown): string | undefined {
  return typeof name === 'string' ? zoneName(name.trim()) : undefined;
}

function areZones(zones: unknown): boolean {
  return Array.isArray(zones) && zones.length <= MAX_VALUES && !zones.includes(undefined);
}
