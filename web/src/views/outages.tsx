import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useContext } from 'preact/hooks';
import { allItems } from '../api/all-items';
import { api, dataOf } from '../api/client';
import { fleetWith } from '../api/fleet';
import { timelineOf } from '../api/timeline';
import { fileName } from '../csv';
import type { Range } from '../dates';
import { duration, share, whole } from '../format';
import { rangeText } from '../periods/range';
import { CurrentRoute, goTo, hrefWith, usePinned, usePinnedHref } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Found } from '../ui/actions/found';
import { Title } from '../ui/actions/title';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Sortable, Table } from '../ui/table';
import { OUTAGE_COLUMNS } from './outages/columns';
import { InCommon } from './outages/in-common';
import { DownRows } from './outages/rows';
import { type Clock, clockOf } from './store/clock';

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
          {({ terms }) => (
            <Down key={`${range.from} ${range.to}`} range={range} clock={clockOf(terms.default_timezone)} />
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
}

function Down({ range, clock }: DownProps) {
  const isStep = Date.parse(range.to) - Date.parse(range.from) <= DAY;
  return (
    <>
      <Title>Stores down, {rangeText(range, clock)}</Title>
      {isStep && (
        <section class="card" aria-label="All of them together">
          <Together range={range} />
          <InCommon range={range} />
        </section>
      )}
      <OutageList range={range} clock={clock} />
    </>
  );
}

function Together({ range }: { readonly range: Range }) {
  const steps = useQuery(timelineOf(range, '1d'));
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

function OutageList({ range, clock }: DownProps) {
  const sort: Sort = useContext(CurrentRoute).query.get('sort') === 'newest' ? 'newest' : 'longest';
  const pages = usePages(`outages ${range.from} ${range.to} ${sort}`);
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(
      // A cursor carries its range.
      api.GET('/outages', { params: { query: { ...(cursor === undefined ? range : {}), sort, limit, cursor } } }),
    );
  const outages = useQuery({
    queryKey: ['outages', range, sort, pages.cursor],
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
            <p class="empty">No store was down within its business hours. Choose another time in the overview.</p>
          ) : (
            <>
              <div class="row">
                <Found
                  count={found.outages.length}
                  size={AT_A_TIME}
                  pages={pages}
                  hasMore={found.next_cursor !== null}
                  names={['outage', 'outages']}
                />
                <DownloadCsv name={fileName('outages', range.from.slice(0, 16))} columns={OUTAGE_COLUMNS} rows={all} />
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
