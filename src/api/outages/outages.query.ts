import { IntersectionType } from '@nestjs/swagger';
import type { Micros } from '../../calculator/instants';
import { OUTAGE_SORTS } from '../../fleet/outages';
import {
  BooleanParameter,
  ChoiceParameter,
  InstantParameter,
  LostSalesParameter,
  PageQuery,
} from '../http/validation/parameters';
import { StoreFilterQuery } from '../http/validation/finding/store-filter';
import { TermsQuery } from '../http/validation/terms';

const FORMATS = ['json', 'csv'] as const;

/** The query of `GET /stores/{store_id}/outages`. A cursor carries its range along. */
export class StoreOutagesQuery extends IntersectionType(TermsQuery, PageQuery) {
  @InstantParameter({
    required: false,
    example: '2024-10-01T12:00:00Z',
    description: 'Included. Left out: seven days before to',
  })
  from?: Micros;

  @InstantParameter({
    required: false,
    example: '2024-10-08T12:00:00Z',
    description:
      'Not included, and after from: by at most 31 days, or 366 days for one store. Left out: the latest observation of all stores, where reports end',
  })
  to?: Micros;

  @ChoiceParameter(OUTAGE_SORTS, {
    default: 'newest',
    example: 'longest',
    description: 'The longest outage has the most business time within the range',
  })
  sort: (typeof OUTAGE_SORTS)[number] = 'newest';

  @BooleanParameter({
    default: false,
    example: true,
    description:
      'Only outages that have not ended, whenever they began, of stores that are open at this moment or have lost business time within the range',
  })
  ongoing = false;

  @ChoiceParameter(FORMATS, {
    default: 'json',
    example: 'json',
    description: 'csv, newest first: all outages, without limit or cursor; csv, longest first: one page',
  })
  format: (typeof FORMATS)[number] = 'json';

  @LostSalesParameter()
  lost_sales = false;
}

/** The query of `GET /outages`. */
export class ListOutagesQuery extends IntersectionType(StoreOutagesQuery, StoreFilterQuery) {}
