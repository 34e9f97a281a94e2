import { queryOptions } from '@tanstack/preact-query';
import { allPages, MOST_AT_A_TIME } from './all-pages';
import { api, dataOf } from './client';

/** All groups of a complete report, by an attribute or the time zone. */
export function groupsOf(reportId: string, by: string) {
  return queryOptions({
    queryKey: ['groups', reportId, by],
    queryFn: async () => {
      const path = { report_id: reportId };
      const pages = await allPages((cursor) =>
        dataOf(
          api.GET('/reports/{report_id}/groups', { params: { path, query: { by, limit: MOST_AT_A_TIME, cursor } } }),
        ),
      );
      return pages.flatMap(({ groups }) => groups);
    },
  });
}
