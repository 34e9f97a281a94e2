import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from '../api/client';
import { ago, duration, figure, instant, inUtc, whole } from '../format';
import { href } from '../route';
import { Loaded } from '../ui/loaded';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';
import { Distribution } from './overview/distribution';
import { Tiles } from './overview/tiles';
import { Trend } from './overview/trend';

const SHOWN = 10;
/** Milliseconds after which all stores are counted anew while one looks on. */
const REFRESH = 30_000;

export function Overview() {
  const fleet = useQuery({
    queryKey: ['fleet'],
    queryFn: () => dataOf(api.GET('/fleet')),
    refetchInterval: REFRESH,
  });
  return (
    <>
      <h1>Overview</h1>
      <Loaded from={fleet}>{(found) => (found.stores === 0 ? <NoData /> : <Fleet fleet={found} />)}</Loaded>
    </>
  );
}

function NoData() {
  return (
    <div class="empty card">
      <p>There are no stores yet.</p>
      <ol>
        <li>
          <a href={href(['imports'])}>Import the three files</a>: time zones, business hours, and the polls.
        </li>
        <li>
          <a href={href(['reports'])}>Start a report.</a>
        </li>
      </ol>
    </div>
  );
}

function Fleet({ fleet }: { readonly fleet: Schemas['FleetDto'] }) {
  const { report } = fleet;
  return (
    <>
      {report ? (
        <p class="lead">
          From the <a href={href(['reports', report.report_id])}>latest report</a>, made{' '}
          {ago(report.finished_at ?? report.as_of)}, as of {instant(report.as_of)} ({ago(report.as_of)}).
        </p>
      ) : (
        <p class="note">
          There is no complete report of all stores yet. <a href={href(['reports'])}>Start one</a> to see uptime and
          downtime here.
        </p>
      )}
      <Tiles fleet={fleet} />
      {report && <Trend reportId={report.report_id} />}
      {report && (
        <div class="columns">
          <Distribution shares={report.distribution_last_week} />
          <Worst reportId={report.report_id} />
        </div>
      )}
      <div class="columns">
        <Ongoing />
        <Stale fleet={fleet} />
      </div>
    </>
  );
}

/** @param reportId the report that they are of: another one has others */
function Worst({ reportId }: { readonly reportId: string }) {
  const stores = useQuery({
    queryKey: ['stores', 'worst', reportId],
    queryFn: () => dataOf(api.GET('/stores', { params: { query: { sort: 'downtime_last_week', limit: SHOWN } } })),
  });
  return (
    <section class="card" aria-labelledby="worst">
      <h2 id="worst">Most downtime in the last week</h2>
      <Loaded from={stores}>
        {(page) => (
          <Table caption="Stores with the most downtime in the last week">
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col" class="number">
                  Down <small>h</small>
                </th>
                <th scope="col" class="number">
                  Up <small>h</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.stores.map(({ store_id, figures }) => (
                <tr key={store_id}>
                  <th scope="row">
                    <StoreLink id={store_id} />
                  </th>
                  <td class="number">{figures ? figure(figures.downtime_last_week) : '–'}</td>
                  <td class="number">{figures ? figure(figures.uptime_last_week) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Loaded>
      <p>
        <a href={href(['stores'], { sort: 'downtime_last_week' })}>All stores, by downtime</a>
      </p>
    </section>
  );
}

function Ongoing() {
  const outages = useQuery({
    queryKey: ['outages', 'ongoing'],
    queryFn: () => dataOf(api.GET('/outages', { params: { query: { ongoing: 'true', limit: SHOWN } } })),
  });
  return (
    <section class="card" aria-labelledby="ongoing">
      <h2 id="ongoing">Outages in progress</h2>
      <Loaded from={outages}>
        {(page) =>
          page.outages.length === 0 ? (
            <p class="empty">None: no open store was inactive when it was last polled.</p>
          ) : (
            <>
              <Table caption="Outages in progress, the newest first">
                <thead>
                  <tr>
                    <th scope="col">Store</th>
                    <th scope="col">
                      Since <small>UTC</small>
                    </th>
                    <th scope="col" class="number">
                      Lost
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {page.outages.map(({ store_id, started_at, business_us }) => (
                    <tr key={store_id}>
                      <th scope="row">
                        <StoreLink id={store_id} />
                      </th>
                      <td>{inUtc(started_at)}</td>
                      <td class="number">{duration(business_us)}</td>
                    </tr>
                  ))}
                </tbody>
              </Table>
              <p class="quiet">
                {page.next_cursor === null ? '' : 'The newest ones. '}
                Lost: business time within the week before the latest poll of all stores.
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Stale({ fleet }: { readonly fleet: Schemas['FleetDto'] }) {
  return (
    <section class="card" aria-labelledby="stale">
      <h2 id="stale">Stale stores</h2>
      {fleet.stale === 0 ? (
        <p class="empty">None: every store that was ever polled was polled in the last three hours of the data.</p>
      ) : (
        <>
          <Table caption="Stores that were not polled for the longest time">
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col">Last poll</th>
              </tr>
            </thead>
            <tbody>
              {fleet.stalest.slice(0, SHOWN).map(({ store_id, last_observed_at }) => (
                <tr key={store_id}>
                  <th scope="row">
                    <StoreLink id={store_id} />
                  </th>
                  <td>{instant(last_observed_at)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
          <p>
            <a href={href(['stores'], { stale: 'true' })}>
              {fleet.stale === 1 ? 'The one stale store' : `All ${whole(fleet.stale)} stale stores`}
            </a>
            <span class="quiet"> – last polled more than 3 hours before the latest poll of all.</span>
          </p>
        </>
      )}
    </section>
  );
}
