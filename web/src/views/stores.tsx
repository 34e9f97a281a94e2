import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { figure, instant, share } from '../format';
import { goTo, href } from '../route';
import { Badge } from '../ui/badge';
import { Choice } from '../ui/field';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Search } from '../ui/search';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';

const STATUSES = [
  ['', 'Any'],
  ['active', 'Active'],
  ['inactive', 'Inactive'],
] as const;
const OPEN = [
  ['', 'Open or not'],
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
  const asked = {
    q: query.get('q') ?? '',
    status: chosen(STATUSES, query.get('status')),
    open: chosen(OPEN, query.get('open')),
    stale: chosen(STALE, query.get('stale')),
    sort: chosen(SORTS, query.get('sort')),
  };
  const address = href(['stores'], asked);
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
              sort: asked.sort,
              q: asked.q || undefined,
              status: asked.status || undefined,
              open: asked.open || undefined,
              stale: asked.stale || undefined,
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
  const ask = (changed: Readonly<Record<string, string>>) => {
    goTo(withQuery(address, changed), 'replace');
  };
  return (
    <>
      <h1>Stores</h1>
      <search aria-label="Stores">
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          <Search label="Id begins with" value={asked.q} onSearch={search} />
          <Choice
            label="Status"
            value={asked.status}
            options={STATUSES}
            onChoose={(status) => {
              ask({ status });
            }}
          />
          <Choice
            label="Hours"
            value={asked.open}
            options={OPEN}
            onChoose={(open) => {
              ask({ open });
            }}
          />
          <Choice
            label="Polls"
            value={asked.stale}
            options={STALE}
            onChoose={(stale) => {
              ask({ stale });
            }}
          />
          <Choice
            label="Sort by"
            value={asked.sort}
            options={SORTS}
            onChoose={(sort) => {
              ask({ sort });
            }}
          />
        </form>
      </search>
      <Loaded from={stores}>
        {(page) => (
          <section class="card" aria-label="Stores found">
            {page.stores.length === 0 ? <Nothing leadsOn={page.next_cursor !== null} /> : <List stores={page.stores} />}
            <Pager pages={pages} next={page.next_cursor} name="stores" isBusy={stores.isPlaceholderData} />
          </section>
        )}
      </Loaded>
    </>
  );
}

function chosen<Value extends string>(options: readonly (readonly [Value, string])[], value: string | null): Value {
  const [first] = options;
  const found = options.find(([option]) => option === value) ?? first;
  if (!found) throw new RangeError('There is nothing to choose from.');
  return found[0];
}

function withQuery(address: string, changed: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(address.split('?')[1]);
  return href(['stores'], { ...Object.fromEntries(query), ...changed });
}

function Nothing({ leadsOn }: { readonly leadsOn: boolean }) {
  return (
    <p class="empty">
      {leadsOn ? (
        'None among the stores that were looked through; the next page looks further.'
      ) : (
        <>
          No store is like that. Loosen the filters above, or <a href={href(['imports'])}>import stores</a>.
        </>
      )}
    </p>
  );
}

function List({ stores }: { readonly stores: readonly Schemas['StoreDto'][] }) {
  return (
    <Table caption="Stores; figures of the latest report">
      <thead>
        <tr>
          <th scope="col">Store</th>
          <th scope="col">Status</th>
          <th scope="col">Now</th>
          <th scope="col">Last poll</th>
          <th scope="col">Zone</th>
          <th scope="col" class="number">
            Down, hour <small>min</small>
          </th>
          <th scope="col" class="number">
            Down, day <small>h</small>
          </th>
          <th scope="col" class="number">
            Down, week <small>h</small>
          </th>
          <th scope="col" class="number">
            Up, week
          </th>
        </tr>
      </thead>
      <tbody>
        {stores.map(({ store_id, status, open_now, last_observed_at, timezone, timezone_is_default, figures }) => (
          <tr key={store_id}>
            <th scope="row">
              <StoreLink id={store_id} />
            </th>
            <td>{status ? <Badge state={status} /> : <span class="quiet">never polled</span>}</td>
            <td>{open_now ? 'open' : 'closed'}</td>
            <td>{instant(last_observed_at)}</td>
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

function shareOf({ uptime_last_week, downtime_last_week }: Schemas['FiguresDto']): string {
  const business = uptime_last_week + downtime_last_week;
  return share(business === 0 ? null : uptime_last_week / business);
}
