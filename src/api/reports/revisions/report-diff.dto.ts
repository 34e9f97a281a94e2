import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Figures } from '../../../reports/figures/report-figures';
import { ChoiceParameter, PageQuery, REPORT_ID, STORE_NAME, UuidParameter } from '../../http/validation/parameters';

const FORMATS = ['json', 'csv'] as const;

/** The query of `GET /reports/{report_id}/diff`. */
export class ReportDiffQuery extends PageQuery {
  @UuidParameter({ ...REPORT_ID, description: 'The report to compare with, whose figures are those before' })
  against!: string;

  @ChoiceParameter(FORMATS, {
    default: 'json',
    example: 'json',
    description: 'csv: all stores that differ, without limit or cursor',
  })
  format: (typeof FORMATS)[number] = 'json';
}

const COLUMNS = { description: 'By column.', additionalProperties: { type: 'number', minimum: 0 } };

@ApiSchema(COLUMNS)
export class ColumnsDto {
  [column: string]: number;
}

/** A store whose figures differ. */
export class ReportDifferenceDto {
  @ApiProperty({ example: '42' })
  store_id!: string;

  @ApiProperty(STORE_NAME)
  name!: string | null;

  @ApiProperty({ type: ColumnsDto, nullable: true, description: 'Null: the other report does not have it.' })
  before!: Figures | null;

  @ApiProperty({ type: ColumnsDto, nullable: true, description: 'Null: the report does not have it.' })
  after!: Figures | null;
}

export class ReportDiffDto {
  @ApiProperty({ format: 'uuid' })
  report_id!: string;

  @ApiProperty({ format: 'uuid' })
  against!: string;

  @ApiProperty({ type: [ReportDifferenceDto], description: 'By store_id.' })
  stores!: ReportDifferenceDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}
