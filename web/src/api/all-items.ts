/** The most items that the API gives at a time. */
const MOST_AT_A_TIME = 500;

/**
 * All items of a list, from one page after another.
 * @param pageAt asks for a page
 * @param itemsOf the items of one
 */
export async function allItems<Page extends { readonly next_cursor?: string | null }, Item>(
  pageAt: (cursor: string | undefined, limit: number) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined | null; cursor !== null;) {
    const page = await pageAt(cursor, MOST_AT_A_TIME);
    items.push(...itemsOf(page));
    cursor = page.next_cursor ?? null;
  }
  return items;
}
