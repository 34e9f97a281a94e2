import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { formatPercent, parsePercent, PERCENT } from '../../calculator/targets/percent';
import { ATTRIBUTE_NAME, attributeValue, MAX_VALUE, VALUE } from '../../stores/attributes/attribute-values';
import { TARGET_SCOPES, type TargetScope } from '../../targets/target.entity';
import type { ListedTarget } from '../../targets/targets';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { Rule } from '../http/validation/rule';

/** A percentage, for the OpenAPI document. */
const PERCENT_TEXT = { pattern: PERCENT.source, example: '99.95' } as const;

/** The body of the calls that set a target. */
@ApiSchema(NO_OTHER_FIELDS)
export class NewTargetDto {
  @ApiProperty({
    type: String,
    ...PERCENT_TEXT,
    description: 'Text, so that it stays exact: more than 0, at most 100, with up to six decimals.',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? parsePercent(value) : undefined))
  @Rule('invalid_percent', (target) => typeof target === 'number')
  percent!: number;
}

/** The attribute in a path. */
export class AttributeParameter {
  @ApiProperty({ pattern: ATTRIBUTE_NAME.source, example: 'region', description: 'An attribute, in any case' })
  @Rule(
    'unknown_attribute',
    (name) => typeof name === 'string' && ATTRIBUTE_NAME.test(name),
    (name) => ({
      name: JSON.stringify(String(name).slice(0, 100)),
    }),
  )
  attribute!: string;
}

/** The query of the calls about the target of a value of an attribute. */
export class AttributeValueQuery {
  @ApiProperty({
    type: String,
    minLength: 1,
    maxLength: MAX_VALUE,
    pattern: VALUE,
    example: 'West',
    description: 'The value, exactly as stores have it',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (attributeValue(value) ?? undefined) : undefined,
  )
  @Rule('invalid_value', (value) => typeof value === 'string', { most: MAX_VALUE })
  value!: string;
}

/** What a target is of. */
export class TargetOfDto {
  @ApiProperty({ enum: TARGET_SCOPES, example: 'attribute' })
  scope!: TargetScope;

  @ApiProperty({ type: String, nullable: true, example: 'region', description: 'Null unless the scope is attribute.' })
  attribute!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'West', description: 'Null unless the scope is attribute.' })
  value!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Null unless the scope is store.' })
  store_id!: string | null;

  @ApiProperty({ ...PERCENT_TEXT, description: 'Exactly, as the shortest text.' })
  percent!: string;
}

/** A target that was set. */
export class TargetDto extends TargetOfDto {
  @ApiProperty({ format: 'date-time', example: '2024-10-01T09:00:00.000Z' })
  set_at!: string;

  @ApiProperty({ example: 'anonymous', description: 'Who set it, as in the audit.' })
  set_by!: string;
}

export class TargetPageDto {
  @ApiProperty({ type: [TargetDto], description: 'That of the fleet, then those of attributes, then those of stores.' })
  targets!: TargetDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toTargetDto(target: ListedTarget): TargetDto {
  return Object.assign(toTargetOfDto(target), { set_at: target.setAt.toISOString(), set_by: target.setBy });
}

export function toTargetOfDto({
  scope,
  attribute,
  subject,
  target,
}: Pick<ListedTarget, 'scope' | 'attribute' | 'subject' | 'target'>): TargetOfDto {
  return {
    scope,
    attribute: attribute ?? null,
    value: scope === 'attribute' ? subject : null,
    store_id: scope === 'store' ? subject : null,
    percent: formatPercent(target),
  };
}
