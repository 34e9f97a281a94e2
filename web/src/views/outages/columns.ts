import type { Schemas } from '../../api/client';
import type { CsvColumn } from '../../csv';

/** Outages as CSV, as the API has them. */
export const OUTAGE_COLUMNS: readonly CsvColumn<Schemas['OutageDto']>[] = [
  ['store_id', ({ store_id }) => store_id],
  ['name', ({ name }) => name],
  ['started_at', ({ started_at }) => started_at],
  ['ended_at', ({ ended_at }) => ended_at],
  ['business_us', ({ business_us }) => business_us],
];
