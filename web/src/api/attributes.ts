import { queryOptions } from '@tanstack/preact-query';
import { api, dataOf } from './client';

/** Groups of an attribute with more values than this are no groups that a person thinks of. */
const MOST_GROUPS = 60;

/** The attributes that stores have. */
export const storeAttributes = queryOptions({
  queryKey: ['attributes'],
  queryFn: () => dataOf(api.GET('/stores/attributes')),
});

/** The attributes of the stores that match, and how many these are. */
export function attributesOfMatching(q: string, attributes: Readonly<Record<string, string>> | undefined) {
  return queryOptions({
    queryKey: ['attributes', q, attributes],
    queryFn: () => dataOf(api.GET('/stores/attributes', { params: { query: { q: q || undefined, attributes } } })),
  });
}

/** What stores can be grouped by: their attributes with few values, and the time zone. */
export const groupings = queryOptions({
  ...storeAttributes,
  select: ({ attributes }) =>
    attributes
      .filter(({ distinct_values: values }) => values > 1 && values <= MOST_GROUPS)
      .map(({ name, values }) => ({ name, values: values.map(({ value }) => value) })),
  staleTime: 60_000,
});

/** The time zone is a group like an attribute. */
export const BY_ZONE = 'timezone';

/** What to group by: the time zone, each attribute once these are loaded, and the current choice in any case. */
export function groupingChoices(
  attributes: readonly { readonly name: string }[] = [],
  chosen: string,
): (readonly [by: string, text: string])[] {
  const names = new Set([BY_ZONE, ...attributes.map(({ name }) => name), chosen]);
  return [...names].map((name) => [name, name === BY_ZONE ? 'time zone' : name]);
}

/** The value of a group by one attribute; undefined for stores without it. */
export function valueOf(key: Readonly<Record<string, string | null>>): string | undefined {
  return Object.values(key)[0] ?? undefined;
}
