import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { isStoreId, STORE_ID } from '../../stores/store-id';
import type { AttributeLimit } from '../../stores/finding/store-filter';
import { ChoiceParameter, PageQuery, REPORT_ID, trimmed, UuidParameter } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';
import { AttributesParameter, StoreFilterQuery } from '../http/validation/finding/store-filter';
import { REPORT_FORMATS, type ReportFormat } from './report-formats';

/** The stores that one request may name. */
const MAX_STORES = 200;

/** The query of `POST /trigger_report`. */
export class TriggerReportQuery {
  @StoreIdsParameter('Limits the report to these stores')
  store_id?: string[];

  @AttributesParameter(
    'Limits the report to the stores that have, as it starts, one of the values of each of these attributes',
  )
  attributes?: AttributeLimit[];
}

/** The query of `GET /get_report`. */
export class GetReportQuery extends StoreFilterQuery {
  @UuidParameter(REPORT_ID)
  report_id!: string;

  @ChoiceParameter(REPORT_FORMATS, { description: 'The format of a complete report', default: 'csv', example: 'csv' })
  format: ReportFormat = 'csv';
}

const SORT = /^-?(store_id|(uptime|downtime|unknown|excluded)_[0-9A-Za-z_.-]{1,40})$/;
/** What a sort can be, in words. */
export const COLUMN_CHOICES = 'a column of the report, with - in front for descending order';

/** The query of `GET /reports/{report_id}/rows`. */
export class ReportRowsQuery extends IntersectionType(PageQuery, StoreFilterQuery) {
  @StoreIdsParameter('Only the rows of these stores, as far as the report has them')
  @Rule('invalid_store_id', (ids) => Array.isArray(ids) && ids.every((id) => isStoreId(String(id))))
  store_id?: string[];

  @ApiPropertyOptional({
    type: String,
    description: 'A column of the report; with - in front: descending',
    pattern: SORT.source,
    default: 'store_id',
    example: '-downtime_last_week',
  })
  @Rule('invalid_sort', (sort) => typeof sort === 'string' && SORT.test(sort), { choices: COLUMN_CHOICES })
  sort = 'store_id';
}

/** A query parameter that names stores: repeated, once for each. */
function StoreIdsParameter(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'array',
      maxItems: MAX_STORES,
      items: { type: 'string', pattern: trimmed(STORE_ID) },
      example: ['42'],
      description: `${description}. May be repeated up to ${MAX_STORES} times.`,
    }),
    Transform(({ value }: { value: unknown }) => [value].flat().map((id) => (typeof id === 'string' ? id.trim() : ''))),
    IsOptional(),
    Rule('too_many_stores', (ids) => Array.isArray(ids) && ids.length <= MAX_STORES, { most: MAX_STORES }),
  );
}
