import { queryOptions, useQuery } from '@tanstack/preact-query';
import { allItems } from './all-items';
import { BY_ZONE, valueOf } from './attributes';
import { api, dataOf } from './client';

/** Limits the groups to the stores that match. */
interface Filters {
  readonly q?: string;
  readonly attributes?: Record<string, string> | undefined;
  readonly timezone?: string[] | undefined;
}

/** All groups of a complete report, by an attribute or the time zone. */
export function groupsOf(reportId: string, by: string, filters: Filters = {}) {
  return queryOptions({
    queryKey: ['groups', reportId, by, filters],
    queryFn: () => {
      const path = { report_id: reportId };
      return allItems(
        (cursor, limit) =>
          dataOf(
            api.GET('/reports/{report_id}/groups', { params: { path, query: { by, ...filters, limit, cursor } } }),
          ),
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
