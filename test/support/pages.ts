import { json, type Service } from './service';

type Item = Record<string, unknown>;

/** All items of a list, page by page, starting with the page at `path`; pages may be short or empty. */
export async function allPages(service: Service, path: string, list: string): Promise<Item[]> {
  const items: Item[] = [];
  const url = new URL(path, service.base);
  for (;;) {
    const page = await json(await service.get(url.pathname + url.search));
    items.push(...itemsOf(page, list));
    if (typeof page.next_cursor !== 'string') return items;
    url.searchParams.set('cursor', page.next_cursor);
  }
}

/** The items of one page; throws if `list` is not an array. */
export function itemsOf(page: Item, list: string): Item[] {
  const items = page[list];
  if (!Array.isArray(items)) throw new TypeError(`${list} is not an array: ${JSON.stringify(page)}`);
  return items.map((item: unknown) => (typeof item === 'object' && item !== null ? { ...item } : {}));
}
