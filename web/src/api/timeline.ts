import { queryOptions } from '@tanstack/preact-query';
import type { Range } from '../dates';
import { api, dataOf } from './client';
import type { StoreMatch } from './groups';

/** How many stores are open and down, step by step. */
export function timelineOf(range: Range, step: string, match: StoreMatch = {}) {
  return queryOptions({
    queryKey: ['timeline', range, step, match],
    queryFn: async () =>
      (await dataOf(api.GET('/fleet/timeline', { params: { query: { ...match, ...range, step } } }))).steps ?? [],
    staleTime: 60_000,
  });
}

/** The same of each group, by an attribute or the time zone. */
export function timelineBy(range: Range, step: string, by: string, match: StoreMatch = {}) {
  return queryOptions({
    queryKey: ['timeline', range, step, by, match],
    queryFn: async () =>
      (await dataOf(api.GET('/fleet/timeline', { params: { query: { ...match, ...range, step, by } } }))).groups ?? [],
    staleTime: 60_000,
  });
}
