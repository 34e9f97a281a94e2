import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { ago, duration, figure, inUtc, whole } from '../format';
import { href, usePinned, usePinnedHref } from '../route';
import { Loaded } from '../ui/loaded';
import { PinnedReport, Source } from '../ui/source';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';
import { Distribution } from './overview/distribution';
import { Tiles } from './overview/tiles';
import { Trend } from './overview/trend';

const SHOWN = 10;
/** Milliseconds between refreshes of the fleet's figures. */
const REFRESH = 30_000;

export function Overview() {
  const fleet = useQuery({ ...fleetWith(usePinned()), refetchInterval: REFRESH });
  return (
    <>
      <h1>Overview</h1>
      <PinnedReport />
      <Loaded query={fleet}>{(found) => (found.stores === 0 ? <NoData /> : <Fleet fleet={found} />)}</Loaded>
    </>
  );
}

function NoData() {
  return (
    <div class="empty card">
      <p>There are no stores yet.</p>
      <ol>
        <li>
          <a href={href(['imports'])}>Import the three files</a>: time zones, business hours and observations.
        </li>
        <li>
          <a href={href(['reports'])}>Start a report</a>.
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
          <Source reportId={report.report_id} asOf={report.as_of} stores={report.stores} /> It was finished{' '}
          {ago(report.finished_at ?? report.as_of)}. Statuses, outages and stale stores are as of now.
        </p>
      ) : (
        <p class="note">
          No report of all stores is complete yet. <a href={href(['reports'])}>Start one</a> to see uptime and downtime
          here.
        </p>
      )}
      <Tiles fleet={fleet} />
      {report && <Trend report={report} />}
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

/** @param reportId the report that the rest of the view shows */
function Worst({ reportId }: { readonly reportId: string }) {
  const pinnedHref = usePinnedHref();
  const stores = useQuery({
    queryKey: ['stores', 'worst', reportId],
    queryFn: () =>
      dataOf(
        api.GET('/stores', {
          params: { query: { sort: 'downtime_last_week', limit: SHOWN, report_id: reportId } },
        }),
      ),
  });
  return (
    <section class="card" aria-labelledby="worst">
      <h2 id="worst">Most downtime in the last week</h2>
      <Loaded query={stores}>
        {(page) => (
          <Table caption="Stores with the most downtime in the last week">
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col" class="number">
                  Downtime <small>h</small>
                </th>
                <th scope="col" class="number">
                  Uptime <small>h</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.stores.map(
                ({ store_id, figures }) =>
                  figures && (
                    <tr key={store_id}>
                      <th scope="row">
                        <StoreLink id={store_id} />
                      </th>
                      <td class="number">{figure(figures.downtime_last_week)}</td>
                      <td class="number">{figure(figures.uptime_last_week)}</td>
                    </tr>
                  ),
              )}
            </tbody>
          </Table>
        )}
      </Loaded>
      <p>
        <a href={pinnedHref(['stores'], { sort: 'downtime_last_week' })}>All stores by downtime</a>
      </p>
    </section>
  );
}

function Ongoing() {
  const outages = useQuery({
    queryKey: ['outages', 'ongoing'],
    queryFn: () => dataOf(api.GET('/outages', { params: { query: { ongoing: true, limit: SHOWN } } })),
  });
  return (
    <section class="card" aria-labelledby="ongoing">
      <h2 id="ongoing">Outages in progress</h2>
      <Loaded query={outages}>
        {(page) =>
          page.outages.length === 0 ? (
            <p class="empty">No outages. Every open store was active when last polled.</p>
          ) : (
            <>
              <Table caption="Outages in progress, newest first">
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
                {page.next_cursor === null ? '' : `The ${SHOWN} newest. `}
                Lost: business time in the week up to the latest observation of any store.
              </p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Stale({ fleet }: { readonly fleet: Schemas['FleetDto'] }) {
  const pinnedHref = usePinnedHref();
  return (
    <section class="card" aria-labelledby="stale">
      <h2 id="stale">Stale stores</h2>
      {fleet.stale === 0 ? (
        <p class="empty">No stale stores. All have an observation in the last three hours of the data.</p>
      ) : (
        <>
          <Table caption="Stores with the oldest last observation">
            <thead>
              <tr>
                <th scope="col">Store</th>
                <th scope="col">
                  Last observed <small>UTC</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {fleet.stalest.slice(0, SHOWN).map(({ store_id, last_observed_at }) => (
                <tr key={store_id}>
                  <th scope="row">
                    <StoreLink id={store_id} />
                  </th>
                  <td>{inUtc(last_observed_at)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
          <p>
            <a href={pinnedHref(['stores'], { stale: 'true' })}>
              {fleet.stale === 1 ? 'The only stale store' : `All ${whole(fleet.stale)} stale stores`}
            </a>
            <span class="quiet"> – last observed more than 3 hours before the latest observation of any store.</span>
          </p>
        </>
      )}
    </section>
  );
}
