import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client';

/**
 * All stores at a glance.
 * @param reportId the report whose figures to show; undefined: the default report
 */
export function fleetWith(reportId: string | undefined) {
  return queryOptions({
    queryKey: ['fleet', reportId],
    queryFn: () => dataOf(api.GET('/fleet', { params: { query: { report_id: reportId } } })),
  });
}
