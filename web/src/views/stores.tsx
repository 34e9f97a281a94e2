import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { api, dataOf } from '../api/client';
import { allItems } from '../api/all-items';
import { attributesOfMatching } from '../api/attributes';
import { fleetWith } from '../api/fleet';
import { reportWith } from '../api/report';
import { fileName, withAttributes } from '../csv';
import { goTo, href, usePinned, withQuery } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Folded } from '../ui/actions/folded';
import { Found } from '../ui/actions/found';
import { Title } from '../ui/actions/title';
import { Choice } from '../ui/field';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Search } from '../ui/search';
import { PinnedReport, Source } from '../ui/source';
import { AttributeFilters, attributesIn, attributesOf } from './stores/attribute-filters';
import { COLUMNS, CoveredList, List } from './stores/list';
import { ZoneFilter, zonesOf } from './stores/zone-filter';

const AT_A_TIME = 50;

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
/** What these filters are called in the name of a file, and on paper. */
const OPEN_NAMES = { '': '', true: 'open', false: 'closed' } as const;
const STALE_NAMES = { '': '', true: 'stale', false: 'not-stale' } as const;
const SORTS = [
  ['store_id', 'Id'],
  ['downtime_last_hour', 'Downtime, last hour'],
  ['downtime_last_day', 'Downtime, last day'],
  ['downtime_last_week', 'Downtime, last week'],
] as const;

export function Stores({ query }: { readonly query: URLSearchParams }) {
  const filters = {
    q: query.get('q') ?? '',
    timezone: query.get('timezone') ?? '',
    status: chosen(STATUSES, query.get('status')),
    open: chosen(OPEN, query.get('open')),
    stale: chosen(STALE, query.get('stale')),
    sort: chosen(SORTS, query.get('sort')),
    report_id: usePinned() ?? '',
  };
  const attributes = attributesIn(query);
  const address = href(['stores'], { ...filters, ...attributes });
  const pages = usePages(address);
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(
      api.GET('/stores', {
        params: {
          query: {
            limit,
            cursor,
            sort: filters.sort,
            q: filters.q || undefined,
            attributes: attributesOf(attributes),
            timezone: zonesOf(filters.timezone),
            status: filters.status || undefined,
            open: truth(filters.open),
            stale: truth(filters.stale),
            report_id: filters.report_id || undefined,
          },
        },
      }),
    );
  const stores = useQuery({
    queryKey: ['stores', address, pages.cursor],
    queryFn: () => page(pages.cursor, AT_A_TIME),
    placeholderData: keepPreviousData,
  });
  const all = () => allItems(page, (one) => one.stores);
  const isCountable = [filters.timezone, filters.status, filters.open, filters.stale].every((filter) => filter === '');
  const matching = useQuery({
    ...attributesOfMatching(filters.q, attributesOf(attributes)),
    enabled: isCountable && stores.data?.next_cursor != null,
  });
  const fleet = useQuery(fleetWith(usePinned())).data;
  const reportId = stores.data?.report_id ?? '';
  const report = useQuery({ ...reportWith(reportId), enabled: reportId !== '' }).data;
  const search = useCallback(
    (q: string) => {
      goTo(withQuery(address, { q }), 'replace');
    },
    [address],
  );
  const change = (changed: Readonly<Record<string, string>>) => {
    goTo(withQuery(address, changed), 'replace');
  };
  // By a downtime, the largest come first.
  const sort = filters.sort === 'store_id' ? 'store_id' : `-${filters.sort}`;
  const sortBy = (by: string) => {
    change({ sort: by.replace(/^-/, '') });
  };
  const filterNames = [
    ...[filters.q, ...Object.values(attributes), filters.timezone, filters.status],
    ...[OPEN_NAMES[filters.open], STALE_NAMES[filters.stale]],
  ].filter((name) => name !== '');
  return (
    <>
      <Title pins={() => ({ report_id: reportId })}>Stores</Title>
      <PinnedReport />
      <search aria-label="Stores">
        <Folded summary="Search, filter and sort">
          <form
            class="row"
            onSubmit={(event) => {
              event.preventDefault();
            }}
          >
            <Search label="Id or name" value={filters.q} onSearch={search} />
            <AttributeFilters
              chosen={attributes}
              onChoose={(parameter, value) => {
                change({ [parameter]: value });
              }}
            />
            <ZoneFilter
              reportId={reportId}
              chosen={filters.timezone}
              onChoose={(timezone) => {
                change({ timezone });
              }}
            />
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
        </Folded>
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
            <div class="row">
              <Found
                count={page.stores.length}
                size={AT_A_TIME}
                pages={pages}
                hasMore={page.next_cursor !== null}
                total={isCountable ? matching.data?.stores : undefined}
                names={['store', 'stores']}
                filters={filterNames}
              />
              <DownloadCsv
                name={fileName('stores', ...filterNames, reportId.slice(0, 8), page.as_of?.slice(0, 10) ?? '')}
                columns={withAttributes(COLUMNS)}
                rows={all}
              />
            </div>
            {page.stores.length === 0 ? (
              <NoMatch hasMore={page.next_cursor !== null} />
            ) : fleet && report ? (
              <CoveredList stores={page.stores} report={report} service={fleet.terms} sort={sort} onSort={sortBy} />
            ) : (
              <List stores={page.stores} sort={sort} onSort={sortBy} />
            )}
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

/** What a filter of true, false or neither asks for. */
function truth(choice: '' | 'true' | 'false'): boolean | undefined {
  return choice === '' ? undefined : choice === 'true';
}
