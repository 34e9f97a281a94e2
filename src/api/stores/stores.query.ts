import { IntersectionType } from '@nestjs/swagger';
import type { Micros } from '../../calculator/instants';
import { STORE_SORTS } from '../../fleet/store-list';
import { LONGEST_RANGE } from '../../uptime/uptime.service';
import {
  AfterFrom,
  BooleanParameter,
  ChoiceParameter,
  CursorParameter,
  FiguresOfParameter,
  InstantParameter,
  LostSalesParameter,
  PageQuery,
} from '../http/validation/parameters';
import { StoreFilterQuery } from '../http/validation/finding/store-filter';
import { TermsQuery } from '../http/validation/terms';

const STATUSES = ['active', 'inactive'] as const;

/** The query of `GET /stores`. */
export class ListStoresQuery extends IntersectionType(PageQuery, StoreFilterQuery) {
  @ChoiceParameter(STATUSES, {
    example: 'inactive',
    description: 'Only stores whose latest observation has this status',
  })
  status?: (typeof STATUSES)[number];

  @BooleanParameter({ example: true, description: 'Only stores that are open, or closed, at this moment' })
  open?: boolean;

  @BooleanParameter({
    example: true,
    description:
      'Only stores whose last observation is more than 3 hours before the latest of all stores, or the others',
  })
  stale?: boolean;

  @ChoiceParameter(STORE_SORTS, {
    default: 'store_id',
    example: 'downtime_last_week',
    description: 'By a downtime: the largest first, then, by store_id, the stores that are not in the report.',
  })
  sort: (typeof STORE_SORTS)[number] = 'store_id';

  @FiguresOfParameter()
  report_id?: string;
}

/** The query of `GET /stores/{store_id}/observations`. */
export class ListObservationsQuery extends PageQuery {
  @InstantParameter({ required: false, example: '2024-10-01T12:00:00Z', description: 'Included' })
  from?: Micros;

  @InstantParameter({ required: false, example: '2024-10-08T12:00:00Z', description: 'Not included, and after from' })
  @AfterFrom()
  to?: Micros;
}

/** The query of `GET /stores/{store_id}/uptime`. */
export class UptimeQuery extends TermsQuery {
  @InstantParameter({ required: true, example: '2024-10-01T12:00:00Z', description: 'Included' })
  from!: Micros;

  @InstantParameter({
    required: true,
    example: '2024-10-08T12:00:00Z',
    description: `Not included, and after from. The longest range is ${LONGEST_RANGE}`,
  })
  @AfterFrom()
  to!: Micros;

  @BooleanParameter({ default: false, example: true, description: 'Whether to add the ledger' })
  explain = false;

  @LostSalesParameter()
  lost_sales = false;

  @CursorParameter()
  cursor?: string;
}
