import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useCallback, useContext } from 'preact/hooks';
import { allItems } from '../api/all-items';
import { api, dataOf } from '../api/client';
import { fleetWith } from '../api/fleet';
import type { StoreMatch } from '../api/groups';
import { timelineOf } from '../api/timeline';
import { fileName } from '../csv';
import type { Range } from '../dates';
import { duration, share, whole } from '../format';
import { rangeText } from '../periods/range';
import { CurrentRoute, goTo, hrefWith, usePinned, usePinnedHref } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Folded } from '../ui/actions/folded';
import { Found } from '../ui/actions/found';
import { Title } from '../ui/actions/title';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Search } from '../ui/search';
import { Sortable, Table } from '../ui/table';
import { OUTAGE_COLUMNS } from './outages/columns';
import { InCommon } from './outages/in-common';
import { DownRows } from './outages/rows';
import { type Clock, clockOf } from './store/clock';
import { AttributeFilters, attributesIn, attributesOf } from './stores/attribute-filters';
import { ZoneFilter, zonesOf } from './stores/zone-filter';

const DAY = 86_400_000;
const AT_A_TIME = 50;

/** The stores that were down between two instants, which the address names. */
export function Outages({ query }: { readonly query: URLSearchParams }) {
  const fleet = useQuery(fleetWith(usePinned()));
  const pinnedHref = usePinnedHref();
  const range = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  const isRange = Date.parse(range.from) < Date.parse(range.to);
  return (
    <>
      <p class="crumbs">
        <a href={pinnedHref([])}>Overview</a>
      </p>
      {isRange ? (
        <Loaded query={fleet}>
          {({ terms, report }) => (
            <Down
              key={`${range.from} ${range.to}`}
              range={range}
              clock={clockOf(terms.default_timezone)}
              query={query}
              reportId={report?.report_id ?? ''}
            />
          )}
        </Loaded>
      ) : (
        <>
          <h1>Stores down</h1>
          <p class="empty">
            The address names no time. Choose one in the chart of the <a href={pinnedHref([])}>overview</a>.
          </p>
        </>
      )}
    </>
  );
}

interface DownProps {
  readonly range: Range;
  readonly clock: Clock;
  readonly query: URLSearchParams;
  /** The report whose stores are counted by time zone; empty until there is one. */
  readonly reportId: string;
}

function Down({ range, clock, query, reportId }: DownProps) {
  const isStep = Date.parse(range.to) - Date.parse(range.from) <= DAY;
  const [q, timezone, attributes] = [query.get('q') ?? '', query.get('timezone') ?? '', attributesIn(query)];
  const match = { q, attributes: attributesOf(attributes), timezone: zonesOf(timezone) };
  const search = useCallback((text: string) => {
    goTo(hrefWith({ q: text, page: '' }), 'replace');
  }, []);
  return (
    <>
      <Title>Stores down, {rangeText(range, clock)}</Title>
      <search aria-label="Stores">
        <Folded summary="Search and filter">
          <div class="row">
            <Search label="Id or name" value={q} onSearch={search} />
            <AttributeFilters
              chosen={attributes}
              onChoose={(parameter, value) => {
                goTo(hrefWith({ [parameter]: value, page: '' }), 'replace');
              }}
            />
            <ZoneFilter
              reportId={reportId}
              chosen={timezone}
              onChoose={(zone) => {
                goTo(hrefWith({ timezone: zone, page: '' }), 'replace');
              }}
            />
          </div>
        </Folded>
      </search>
      {isStep && (
        <section class="card" aria-label="All of them together">
          <Together range={range} match={match} />
          <InCommon range={range} match={match} />
        </section>
      )}
      <OutageList
        range={range}
        clock={clock}
        match={match}
        filters={[q, ...Object.values(attributes), timezone].filter((name) => name !== '')}
      />
    </>
  );
}

function Together({ range, match }: { readonly range: Range; readonly match: StoreMatch }) {
  const steps = useQuery(timelineOf(range, '1d', match));
  return (
    <Loaded query={steps}>
      {([step]) =>
        step && (
          <p class="headline">
            <strong>
              {whole(step.stores_down)} of {whole(step.stores_open)} open stores
            </strong>{' '}
            ({share(step.stores_open === 0 ? null : step.stores_down / step.stores_open)}) were down within this time,
            and lost {duration(step.downtime_us)} of business time together.
          </p>
        )
      }
    </Loaded>
  );
}

type Sort = 'longest' | 'newest';

interface ListProps {
  readonly range: Range;
  readonly clock: Clock;
  readonly match: StoreMatch;
  /** What the stores were searched and filtered by. */
  readonly filters: readonly string[];
}

function OutageList({ range, clock, match, filters }: ListProps) {
  const sort: Sort = useContext(CurrentRoute).query.get('sort') === 'newest' ? 'newest' : 'longest';
  const pages = usePages(JSON.stringify(['outages', range, match, sort]));
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(
      // A cursor carries its range.
      api.GET('/outages', {
        params: { query: { ...match, ...(cursor === undefined ? range : {}), sort, limit, cursor } },
      }),
    );
  const outages = useQuery({
    queryKey: ['outages', range, match, sort, pages.cursor],
    queryFn: () => page(pages.cursor, AT_A_TIME),
    placeholderData: keepPreviousData,
  });
  const all = () => allItems(page, (one) => one.outages);
  const sorted = sort === 'longest' ? '-lost' : '-from';
  const sortBy = (by: string) => {
    goTo(hrefWith({ sort: by.endsWith('lost') ? '' : 'newest', page: '' }), 'replace');
  };
  return (
    <section class="card" aria-labelledby="outages">
      <h2 id="outages">Their outages</h2>
      <Loaded query={outages}>
        {(found) =>
          found.outages.length === 0 && found.next_cursor === null ? (
            <p class="empty">
              {filters.length > 0
                ? 'None of these stores was down within its business hours. Search for others.'
                : 'No store was down within its business hours. Choose another time in the overview.'}
            </p>
          ) : (
            <>
              <div class="row">
                <Found
                  count={found.outages.length}
                  size={AT_A_TIME}
                  pages={pages}
                  hasMore={found.next_cursor !== null}
                  names={['outage', 'outages']}
                  filters={filters}
                />
                <DownloadCsv
                  name={fileName('outages', range.from.slice(0, 16), ...filters)}
                  columns={OUTAGE_COLUMNS}
                  rows={all}
                />
              </div>
              <Table caption="Outages within this time">
                <thead>
                  <tr>
                    <th scope="col">Store</th>
                    <Sortable column="lost" sort={sorted} onSort={sortBy} isNumber isMinor={sort !== 'longest'}>
                      Lost
                    </Sortable>
                    <Sortable column="from" sort={sorted} onSort={sortBy} isNumber isMinor={sort !== 'newest'}>
                      Down from
                    </Sortable>
                    <th scope="col" class="number minor">
                      To
                    </th>
                  </tr>
                </thead>
                <DownRows
                  stores={found.outages.map(({ store_id, name, started_at, ended_at, business_us }) => ({
                    ...{ id: store_id, name, from: started_at, to: ended_at, lost: business_us },
                    at: laterOf(started_at, range.from),
                  }))}
                  clock={clock}
                  shown={sort === 'longest' ? 'lost' : 'from'}
                  stillDown="ongoing"
                />
              </Table>
              <p class="quiet">Times are in {clock.zone}. Lost: business time within this time.</p>
              <Pager pages={pages} next={found.next_cursor} name="outages" isLoading={outages.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** The instant of the outage that the view of its store begins with. */
function laterOf(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}
