import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client';

/** From one instant to another, as the API writes them. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** How many stores are open and down, step by step. */
export function timelineOf(range: Range, step: string) {
  return queryOptions({
    queryKey: ['timeline', range, step],
    queryFn: async () =>
      (await dataOf(api.GET('/fleet/timeline', { params: { query: { ...range, step } } }))).steps ?? [],
    staleTime: 60_000,
  });
}

/** The same of each group, by an attribute or the time zone. */
export function timelineBy(range: Range, step: string, by: string) {
  return queryOptions({
    queryKey: ['timeline', range, step, by],
    queryFn: async () =>
      (await dataOf(api.GET('/fleet/timeline', { params: { query: { ...range, step, by } } }))).groups ?? [],
    staleTime: 60_000,
  });
}
