import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client';

/** What is in force for a store at an instant. */
export function scheduleAt(storeId: string, at: string) {
  return queryOptions({
    queryKey: ['schedule', storeId, at],
    queryFn: () =>
      dataOf(api.GET('/stores/{store_id}/schedule', { params: { path: { store_id: storeId }, query: { at } } })),
  });
}

/** All special dates of a store. */
export function specialHoursOf(storeId: string) {
  return queryOptions({
    queryKey: ['special hours', storeId],
    queryFn: async () => {
      const path = { store_id: storeId };
      return (await dataOf(api.GET('/stores/{store_id}/special-hours', { params: { path } }))).special_hours;
    },
  });
}
