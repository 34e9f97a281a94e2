import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { ByParameter } from '../../http/validation/grouping';
import { ChoiceParameter, LostSalesParameter, PageQuery } from '../../http/validation/parameters';
import { Rule } from '../../http/validation/rule';
import { StoreFilterQuery } from '../../http/validation/finding/store-filter';

const FORMATS = ['json', 'csv'] as const;
const MAX_WORST = 10;

/** The query of `GET /reports/{report_id}/groups`. */
export class ReportGroupsQuery extends IntersectionType(PageQuery, StoreFilterQuery) {
  @ByParameter({ required: true })
  by!: string[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_WORST,
    example: 3,
    description: 'How many of the stores with the most downtime to name in each group and window. Left out: none',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : NaN,
  )
  @IsOptional()
  @Rule('invalid_worst', (most) => typeof most === 'number' && most >= 1 && most <= MAX_WORST, { most: MAX_WORST })
  worst?: number;

  @ChoiceParameter(FORMATS, { default: 'json', example: 'csv', description: 'CSV has all groups, not in pages' })
  format: (typeof FORMATS)[number] = 'json';

  @LostSalesParameter()
  lost_sales = false;
}
