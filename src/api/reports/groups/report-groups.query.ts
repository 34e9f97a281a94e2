import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { ATTRIBUTE_NAME, attributeKey } from '../../../stores/attributes/attribute-values';
import { ChoiceParameter, PageQuery } from '../../http/validation/parameters';
import { Rule } from '../../http/validation/rule';

const MAX_PARTS = 3;
const BY = `^${ATTRIBUTE_NAME.source.slice(1, -1)}(?:,${ATTRIBUTE_NAME.source.slice(1, -1)}){0,${MAX_PARTS - 1}}$`;
const FORMATS = ['json', 'csv'] as const;

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

/** The query of `GET /reports/{report_id}/groups`. */
export class ReportGroupsQuery extends PageQuery {
  @ByParameter({ required: true })
  by!: string[];

  @ChoiceParameter(FORMATS, { default: 'json', example: 'csv', description: 'CSV has all groups, not in pages' })
  format: (typeof FORMATS)[number] = 'json';
}
