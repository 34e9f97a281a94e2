import { applyDecorators } from '@nestjs/common';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { termsOf, type TermSettings } from '../../calculator/figures/terms';
import type { Micros } from '../../calculator/instants';
import { type Month, MONTH, monthNamed } from '../../calculator/targets/month';
import type { MonthQuery } from '../../targets/store-months';
import type { TargetStatuses } from '../../targets/target-statuses';
import { ByParameter } from '../http/validation/grouping';
import { InstantParameter, PageQuery } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';
import { type GivenTerms, requestedTerms, TermsQuery } from '../http/validation/terms';

/** A calendar month. */
function MonthParameter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      pattern: MONTH.source,
      example: '2024-10',
      description: 'A calendar month, which each store has by its own clocks. From 1700-01 to 2254-12',
    }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? monthNamed(value) : undefined)),
    Rule('invalid_month', (month) => month !== undefined),
  );
}

/** Up to when data are seen. */
function AsOfParameter(): PropertyDecorator {
  return InstantParameter({
    required: false,
    example: '2024-10-13T23:58:36.521635Z',
    description: 'What lies after it is not seen. Left out: the latest observation of all stores',
  });
}

/** The query of `GET /stores/{store_id}/target`. */
export class StoreTargetQuery extends TermsQuery {
  @MonthParameter()
  month!: Month;

  @AsOfParameter()
  as_of?: Micros;
}

/** The query of `GET /targets/status`. */
export class TargetStatusQuery extends IntersectionType(StoreTargetQuery, PageQuery) {
  @ByParameter({ required: false })
  by?: string[];
}

/**
 * The month that a request is about.
 * @throws CodedError `no_observations`
 */
export async function monthQuery(
  { month, as_of: asOf, ...given }: GivenTerms & Pick<StoreTargetQuery, 'month' | 'as_of'>,
  statuses: TargetStatuses,
  settings: TermSettings,
): Promise<MonthQuery> {
  return { month, asOf: asOf ?? (await statuses.latest()), terms: termsOf(requestedTerms(given), settings) };
}
