import type { Micros } from '../../calculator/instants';
import { OUTAGE_SORTS } from '../../fleet/outages';
import { ChoiceParameter, InstantParameter, PageQuery } from '../http/validation/parameters';

const FORMATS = ['json', 'csv'] as const;
const ONGOING = ['true'] as const;

/** The query of `GET /outages` and `GET /stores/{store_id}/outages`. A cursor carries its range along. */
export class ListOutagesQuery extends PageQuery {
  @InstantParameter({ required: false, description: 'Left out: seven days before to' })
  from?: Micros;

  @InstantParameter({
    required: false,
    description: 'Not included. Left out: the latest observation of all stores, where reports end',
  })
  to?: Micros;

  @ChoiceParameter(OUTAGE_SORTS, {
    default: 'newest',
    description: 'The longest outage has the most business time within the range',
  })
  sort: (typeof OUTAGE_SORTS)[number] = 'newest';

  @ChoiceParameter(ONGOING, {
    description:
      'Only outages that have not ended, whenever they began, of stores that are open at this moment or have lost business time within the range',
  })
  ongoing?: 'true';

  @ChoiceParameter(FORMATS, {
    default: 'json',
    description: 'csv, newest first: all outages, without limit or cursor; csv, longest first: one page',
  })
  format: (typeof FORMATS)[number] = 'json';
}
