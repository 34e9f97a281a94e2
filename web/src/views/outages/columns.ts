import { valueOf } from '../../api/attributes';
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

/** Incidents as CSV. */
export const INCIDENT_COLUMNS: readonly CsvColumn<Schemas['IncidentDto']>[] = [
  ['incident_id', ({ incident_id }) => incident_id],
  ['group', ({ key }) => valueOf(key)],
  ['from', ({ from }) => from],
  ['last_down_at', ({ last_down_at }) => last_down_at],
  ['to', ({ to }) => to],
  ['stores', ({ stores }) => stores],
  ['usual_stores', ({ usual_stores }) => usual_stores],
  ['stores_open', ({ stores_open }) => stores_open],
  ['share_of_open', ({ share_of_open }) => share_of_open],
  ['stores_still_down', ({ stores_still_down }) => stores_still_down],
  ['business_us', ({ business_us }) => business_us],
  ['in_common', ({ in_common }) => in_common.map(({ attribute, value }) => `${attribute}=${value}`).join('; ')],
];

/** The stores of an incident as CSV. */
export const INCIDENT_STORE_COLUMNS: readonly CsvColumn<Schemas['IncidentStoreDto']>[] = [
  ['store_id', ({ store_id }) => store_id],
  ['name', ({ name }) => name],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['business_us', ({ business_us }) => business_us],
];
