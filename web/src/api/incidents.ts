import { queryOptions } from '@tanstack/preact-query';
import type { Range } from '../dates';
import { allItems } from './all-items';
import { api, dataOf } from './client';

/** The longest range in which the API looks for incidents, in milliseconds. */
export const LONGEST_RANGE = 31 * 86_400_000;

/** The incidents of a range in the groups of an attribute or the time zone, the latest first. */
export function incidentsOf(range: Range, by: string) {
  return queryOptions({
    queryKey: ['incidents', range, by],
    queryFn: () =>
      allItems(
        (cursor, limit) => dataOf(api.GET('/incidents', { params: { query: { ...range, by, limit, cursor } } })),
        ({ incidents }) => incidents,
      ),
    staleTime: 60_000,
  });
}

/** A page of the stores of an incident, those that lost the most first. */
export function incidentStores(id: string, range: Range, by: string, limit: number, cursor: string | undefined) {
  const params = { path: { incident_id: id }, query: { ...range, by, limit, cursor } };
  return dataOf(api.GET('/incidents/{incident_id}/stores', { params }));
}
