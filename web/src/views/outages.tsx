import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client';
import { fleetWith } from '../api/fleet';
import { type Range, timelineOf } from '../api/timeline';
import { duration, share, whole } from '../format';
import { rangeText } from '../periods/range';
import { usePinned, usePinnedHref } from '../route';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';
import { InCommon } from './outages/in-common';
import { type Clock, clockOf } from './store/clock';

const DAY = 86_400_000;

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
      <h1>Stores down, {rangeText(range, clock)}</h1>
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

function OutageList({ range, clock }: DownProps) {
  const pages = usePages(`outages ${range.from} ${range.to}`);
  const outages = useQuery({
    queryKey: ['outages', range, pages.cursor],
    queryFn: () => {
      // A cursor carries its range.
      const within = pages.cursor === undefined ? range : {};
      return dataOf(
        api.GET('/outages', { params: { query: { ...within, sort: 'longest', limit: 50, cursor: pages.cursor } } }),
      );
    },
    placeholderData: keepPreviousData,
  });
  return (
    <section class="card" aria-labelledby="outages">
      <h2 id="outages">Their outages, most business time lost first</h2>
      <Loaded query={outages}>
        {(page) =>
          page.outages.length === 0 ? (
            <p class="empty">No store was down within its business hours.</p>
          ) : (
            <>
              <Table caption="Outages within this time">
                <thead>
                  <tr>
                    <th scope="col">Store</th>
                    <th scope="col" class="number">
                      Lost
                    </th>
                    <th scope="col" class="minor">
                      Down from
                    </th>
                    <th scope="col" class="minor">
                      To
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {page.outages.map(({ store_id, name, started_at, ended_at, business_us }) => (
                    <tr key={`${store_id} ${started_at}`}>
                      <th scope="row">
                        <StoreLink id={store_id} name={name} at={started_at} />
                      </th>
                      <td class="number">{duration(business_us)}</td>
                      <td class="minor">{clock.format(started_at)}</td>
                      <td class="minor">{ended_at === null ? 'ongoing' : clock.format(ended_at)}</td>
                    </tr>
                  ))}
                </tbody>
              </Table>
              <p class="quiet">Times are in {clock.zone}. Lost: business time within this time.</p>
              <Pager pages={pages} next={page.next_cursor} name="outages" isLoading={outages.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}
