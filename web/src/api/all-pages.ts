/** All pages of a list, one after another. */
export async function allPages<Page extends { readonly next_cursor?: string | null }>(
  pageAt: (cursor: string | undefined) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | undefined | null; cursor !== null;) {
    const page = await pageAt(cursor);
    pages.push(page);
    cursor = page.next_cursor ?? null;
  }
  return pages;
}

/** The most items that the API gives at a time. */
export const MOST_AT_A_TIME = 500;
