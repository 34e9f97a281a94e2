import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { figure, inUtc, share } from '../format';
import { goTo, href, usePinned } from '../route';
import { Badge } from '../ui/badge';
import { Choice } from '../ui/field';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Search } from '../ui/search';
import { PinnedReport, Source } from '../ui/source';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';

const STATUSES = [
  ['', 'Any'],
  ['active', 'Active'],
  ['inactive', 'Inactive'],
] as const;
const OPEN = [
  ['', 'Any'],
  ['true', 'Open now'],
  ['false', 'Closed now'],
] as const;
const STALE = [
  ['', 'Any'],
  ['true', 'Stale'],
  ['false', 'Not stale'],
] as const;
const SORTS = [
  ['store_id', 'Id'],
  ['downtime_last_hour', 'Downtime, last hour'],
  ['downtime_last_day', 'Downtime, last day'],
  ['downtime_last_week', 'Downtime, last week'],
] as const;

export function Stores({ query }: { readonly query: URLSearchParams }) {
  const filters = {
    q: query.get('q') ?? '',
    status: chosen(STATUSES, query.get('status')),
    open: chosen(OPEN, query.get('open')),
    stale: chosen(STALE, query.get('stale')),
    sort: chosen(SORTS, query.get('sort')),
    report_id: usePinned() ?? '',
  };
  const address = href(['stores'], filters);
  const pages = usePages(address);
  const stores = useQuery({
    queryKey: ['stores', address, pages.cursor],
    queryFn: () =>
      dataOf(
        api.GET('/stores', {
          params: {
            query: {
              limit: 50,
              cursor: pages.cursor,
              sort: filters.sort,
              q: filters.q || undefined,
              status: filters.status || undefined,
              open: truth(filters.open),
              stale: truth(filters.stale),
              report_id: filters.report_id || undefined,
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const search = useCallback(
    (q: string) => {
      goTo(withQuery(address, { q }), 'replace');
    },
    [address],
  );
  const change = (changed: Readonly<Record<string, string>>) => {
    goTo(withQuery(address, changed), 'replace');
  };
  return (
    <>
      <h1>Stores</h1>
      <PinnedReport />
      <search aria-label="Stores">
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          <Search label="Id begins with" value={filters.q} onSearch={search} />
          <Choice
            label="Status"
            value={filters.status}
            options={STATUSES}
            onChoose={(status) => {
              change({ status });
            }}
          />
          <Choice
            label="Business hours"
            value={filters.open}
            options={OPEN}
            onChoose={(open) => {
              change({ open });
            }}
          />
          <Choice
            label="Last observed"
            value={filters.stale}
            options={STALE}
            onChoose={(stale) => {
              change({ stale });
            }}
          />
          <Choice
            label="Sort by"
            value={filters.sort}
            options={SORTS}
            onChoose={(sort) => {
              change({ sort });
            }}
          />
        </form>
      </search>
      <Loaded query={stores}>
        {(page) => (
          <section class="card" aria-label="Matching stores">
            <p class="quiet">
              {page.report_id === null || page.as_of === null ? (
                'No report of all stores is complete yet, so there are no figures.'
              ) : (
                <Source reportId={page.report_id} asOf={page.as_of} />
              )}
            </p>
            {page.stores.length === 0 ? <NoMatch hasMore={page.next_cursor !== null} /> : <List stores={page.stores} />}
            <Pager pages={pages} next={page.next_cursor} name="stores" isLoading={stores.isPlaceholderData} />
          </section>
        )}
      </Loaded>
    </>
  );
}

function chosen<Value extends string>(options: readonly (readonly [Value, string])[], value: string | null): Value {
  const [first] = options;
  const found = options.find(([option]) => option === value) ?? first;
  if (!found) throw new RangeError('There are no options.');
  return found[0];
}

function withQuery(address: string, changed: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(address.split('?')[1]);
  return href(['stores'], { ...Object.fromEntries(query), ...changed });
}

function NoMatch({ hasMore }: { readonly hasMore: boolean }) {
  return (
    <p class="empty">
      {hasMore ? (
        'No matches on this page. Continue with the next one.'
      ) : (
        <>
          No stores match. Clear some filters, or <a href={href(['imports'])}>import stores</a>.
        </>
      )}
    </p>
  );
}

function List({ stores }: { readonly stores: readonly Schemas['StoreDto'][] }) {
  return (
    <Table caption="Stores and their figures">
      <thead>
        <tr>
          <th scope="col">Store</th>
          <th scope="col">Status</th>
          <th scope="col">Now</th>
          <th scope="col">
            Last observed <small>UTC</small>
          </th>
          <th scope="col">Time zone</th>
          <th scope="col" class="number">
            Downtime, hour <small>min</small>
          </th>
          <th scope="col" class="number">
            Downtime, day <small>h</small>
          </th>
          <th scope="col" class="number">
            Downtime, week <small>h</small>
          </th>
          <th scope="col" class="number">
            Uptime, week
          </th>
        </tr>
      </thead>
      <tbody>
        {stores.map(({ store_id, status, open_now, last_observed_at, timezone, timezone_is_default, figures }) => (
          <tr key={store_id}>
            <th scope="row">
              <StoreLink id={store_id} />
            </th>
            <td>{status ? <Badge status={status} /> : <span class="quiet">never observed</span>}</td>
            <td>{open_now ? 'open' : 'closed'}</td>
            <td>{inUtc(last_observed_at)}</td>
            <td>
              {timezone} {timezone_is_default && <small class="quiet">default</small>}
            </td>
            <td class="number">{figures ? figure(figures.downtime_last_hour) : '–'}</td>
            <td class="number">{figures ? figure(figures.downtime_last_day) : '–'}</td>
            <td class="number">{figures ? figure(figures.downtime_last_week) : '–'}</td>
            <td class="number">{figures ? shareOf(figures) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** From whole hundredths of hours: sums of fractions are not exact. */
function shareOf({ uptime_last_week, downtime_last_week }: Schemas['FiguresDto']): string {
  const uptime = Math.round(uptime_last_week * 100);
  const business = uptime + Math.round(downtime_last_week * 100);
  return share(business === 0 ? null : uptime / business);
}

/** What a filter of true, false or neither asks for. */
function truth(choice: '' | 'true' | 'false'): boolean | undefined {
  return choice === '' ? undefined : choice === 'true';
}
