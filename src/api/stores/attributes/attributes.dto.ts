import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ATTRIBUTE_KEY, MAX_ATTRIBUTES, MAX_VALUE, VALUE } from '../../../stores/attributes/attribute-values';
import { NO_OTHER_FIELDS } from '../../http/validation/body-fields';

/** The body of `PUT` and `PATCH /stores/{store_id}`; `AttributesPipe` validates it. */
@ApiSchema(NO_OTHER_FIELDS)
export class AttributesDto {
  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_VALUE,
    pattern: VALUE,
    nullable: true,
    example: 'Main Street',
    description: 'Trimmed. Null or empty: it has no name.',
  })
  name?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: MAX_VALUE, pattern: VALUE, nullable: true },
    maxProperties: MAX_ATTRIBUTES,
    ...{ propertyNames: { pattern: ATTRIBUTE_KEY } },
    example: { region: 'West', brand: 'Taco Town' },
    description:
      'Values by attribute, whose case does not matter. A letter first, then up to 63 letters, digits, spaces, _ or -. Null or empty: the store does not have it.',
  })
  attributes?: Record<string, string | null>;
}

export class AttributeValueDto {
  @ApiProperty({ example: 'West' })
  value!: string;

  @ApiProperty({ type: 'integer', example: 1201, description: 'How many stores have it.' })
  stores!: number;
}

export class AttributeDto {
  @ApiProperty({ example: 'region', description: 'As it was first written.' })
  name!: string;

  @ApiProperty({ type: 'integer', example: 4560, description: 'How many stores have it.' })
  stores!: number;

  @ApiProperty({ type: 'integer', example: 5, description: 'How many values it has.' })
  distinct_values!: number;

  @ApiProperty({ type: [AttributeValueDto], description: 'The most frequent ones first; at most 100.' })
  values!: AttributeValueDto[];
}

export class AttributesListDto {
  @ApiProperty({
    type: 'integer',
    example: 4700,
    description: 'How many stores match. Those that an attribute does not count are without it.',
  })
  stores!: number;

  @ApiProperty({ type: [AttributeDto], description: 'By name. Without attributes that no store has.' })
  attributes!: AttributeDto[];
}
