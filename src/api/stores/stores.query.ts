import type { Micros } from '../../calculator/instants';
import { STORE_SORTS } from '../../fleet/store-list';
import {
  AfterFrom,
  BooleanParameter,
  ChoiceParameter,
  CursorParameter,
  FiguresOfParameter,
  IdPrefixParameter,
  InstantParameter,
  PageQuery,
} from '../http/validation/parameters';

const STATUSES = ['active', 'inactive'] as const;

/** The query of `GET /stores`. */
export class ListStoresQuery extends PageQuery {
  @IdPrefixParameter()
  q?: string;

  @ChoiceParameter(STATUSES, { description: 'Only stores whose latest observation has this status' })
  status?: (typeof STATUSES)[number];

  @BooleanParameter({ description: 'Only stores that are open, or closed, at this moment' })
  open?: boolean;

  @BooleanParameter({
    description:
      'Only stores whose last observation is more than 3 hours before the latest of all stores, or the others',
  })
  stale?: boolean;

  @ChoiceParameter(STORE_SORTS, {
    default: 'store_id',
    description: 'By a downtime: the largest first, then, by store_id, the stores that are not in the report.',
  })
  sort: (typeof STORE_SORTS)[number] = 'store_id';

  @FiguresOfParameter()
  report_id?: string;
}

/** The query of `GET /stores/{store_id}/observations`. */
export class ListObservationsQuery extends PageQuery {
  @InstantParameter({ required: false, description: 'Included' })
  from?: Micros;

  @InstantParameter({ required: false, description: 'Not included' })
  @AfterFrom()
  to?: Micros;
}

/** The query of `GET /stores/{store_id}/uptime`. */
export class UptimeQuery {
  @InstantParameter({ required: true, description: 'Included' })
  from!: Micros;

  @InstantParameter({ required: true, description: 'Not included' })
  @AfterFrom()
  to!: Micros;

  @ChoiceParameter(STATUSES, { description: 'The status before the first observation' })
  default_status?: (typeof STATUSES)[number];

  @BooleanParameter({ description: 'Whether to add the ledger' })
  explain?: boolean;

  @CursorParameter()
  cursor?: string;
}
