import { useQuery } from '@tanstack/preact-query';
import { allItems } from '../api/all-items';
import { api, dataOf, type Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { fileName } from '../csv';
import { today } from '../dates';
import { duration, inUtc, whole } from '../format';
import { href, usePinned, usePinnedHref } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Title } from '../ui/actions/title';
import { Loaded } from '../ui/loaded';
import { PinnedReport } from '../ui/source';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';
import { OUTAGE_COLUMNS } from './outages/columns';
import { PeriodView } from './overview/period-view';
import { Tiles } from './overview/tiles';
import { Trend } from './overview/trend';

const SHOWN = 10;
/** Milliseconds between refreshes of the fleet's figures. */
const REFRESH = 30_000;

export function Overview() {
  const fleet = useQuery({ ...fleetWith(usePinned()), refetchInterval: REFRESH });
  return (
    <>
      <Title pins={() => ({ report_id: fleet.data?.report?.report_id ?? '' })}>Overview</Title>
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
  const { report, latest_observed_at: latest } = fleet;
  const asOf = report?.as_of ?? latest;
  return (
    <>
      {asOf === null ? (
        <p class="note">
          There are no observations yet. <a href={href(['imports'])}>Import some</a> to see uptime and downtime here.
        </p>
      ) : (
        <PeriodView fleet={fleet} asOf={asOf} />
      )}
      <h2>Now</h2>
      <Tiles fleet={fleet} />
      {report ? (
        <Trend report={report} service={fleet.terms} />
      ) : (
        <p class="note">
          No report of the last hour, day and week is complete yet. <a href={href(['reports'])}>Start one</a> to see
          them here.
        </p>
      )}
      <div class="columns">
        <Ongoing />
        <Stale fleet={fleet} />
      </div>
    </>
  );
}

function Ongoing() {
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(api.GET('/outages', { params: { query: { ongoing: true, limit, cursor } } }));
  const all = () => allItems(page, (one) => one.outages);
  const outages = useQuery({ queryKey: ['outages', 'ongoing'], queryFn: () => page(undefined, SHOWN) });
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
                    <th scope="col" class="minor">
                      Since <small>UTC</small>
                    </th>
                    <th scope="col" class="number">
                      Lost
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {page.outages.map(({ store_id, name, started_at, business_us }) => (
                    <tr key={store_id}>
                      <th scope="row">
                        <StoreLink id={store_id} name={name} />
                      </th>
                      <td class="minor">{inUtc(started_at)}</td>
                      <td class="number">{duration(business_us)}</td>
                    </tr>
                  ))}
                </tbody>
              </Table>
              <p class="quiet">
                {page.next_cursor === null ? '' : `The ${SHOWN} newest. `}
                Lost: business time in the week up to the latest observation of any store.
              </p>
              <DownloadCsv name={fileName('outages-in-progress', today())} columns={OUTAGE_COLUMNS} rows={all} />
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
              {fleet.stalest.slice(0, SHOWN).map(({ store_id, name, last_observed_at }) => (
                <tr key={store_id}>
                  <th scope="row">
                    <StoreLink id={store_id} name={name} />
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
