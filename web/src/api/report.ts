import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client';

/** Everything about a report except its rows. */
export function reportWith(reportId: string) {
  return queryOptions({
    queryKey: ['report', reportId],
    queryFn: () => dataOf(api.GET('/reports/{report_id}', { params: { path: { report_id: reportId } } })),
  });
}
