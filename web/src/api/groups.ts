import { queryOptions, useQuery } from '@tanstack/preact-query';
import { allItems } from './all-items';
import { BY_ZONE, valueOf } from './attributes';
import { api, dataOf } from './client';

/** Which stores are counted, as the API takes it; what is left out limits nothing. */
export interface StoreMatch {
  readonly q?: string;
  readonly attributes?: Record<string, string> | undefined;
  readonly timezone?: string[] | undefined;
}

/** All groups of a complete report, by an attribute or the time zone. */
export function groupsOf(reportId: string, by: string, match: StoreMatch = {}) {
  return queryOptions({
    queryKey: ['groups', reportId, by, match],
    queryFn: () => {
      const path = { report_id: reportId };
      return allItems(
        (cursor, limit) =>
          dataOf(api.GET('/reports/{report_id}/groups', { params: { path, query: { by, ...match, limit, cursor } } })),
        ({ groups }) => groups,
      );
    },
  });
}

/** The time zones that the stores of a report are in, with how many are in each; none until there is a report. */
export function useZones(reportId: string): { readonly zone: string; readonly stores: number }[] {
  const groups = useQuery({ ...groupsOf(reportId, BY_ZONE), enabled: reportId !== '', staleTime: Infinity }).data ?? [];
  return groups.map(({ key, stores }) => ({ zone: valueOf(key) ?? '', stores }));
}
