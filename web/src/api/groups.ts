import { queryOptions } from '@tanstack/preact-query';
import { allItems } from './all-items';
import { api, dataOf } from './client';

/** All groups of a complete report, by an attribute or the time zone. */
export function groupsOf(reportId: string, by: string) {
  return queryOptions({
    queryKey: ['groups', reportId, by],
    queryFn: () => {
      const path = { report_id: reportId };
      return allItems(
        (cursor, limit) =>
          dataOf(api.GET('/reports/{report_id}/groups', { params: { path, query: { by, limit, cursor } } })),
        ({ groups }) => groups,
      );
    },
  });
}
