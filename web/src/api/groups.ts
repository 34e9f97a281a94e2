import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from './client';

const AT_A_TIME = 500;

/** All groups of a complete report, by an attribute or the time zone. */
export function groupsOf(reportId: string, by: string) {
  return queryOptions({
    queryKey: ['groups', reportId, by],
    queryFn: async () => {
      const groups: Schemas['ReportGroupDto'][] = [];
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await dataOf(
          api.GET('/reports/{report_id}/groups', {
            params: { path: { report_id: reportId }, query: { by, limit: AT_A_TIME, cursor } },
          }),
        );
        groups.push(...page.groups);
        cursor = page.next_cursor;
      }
      return groups;
    },
  });
}
