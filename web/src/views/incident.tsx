import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { allItems } from '../api/all-items';
import { BY_ZONE } from '../api/attributes';
import type { Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { incidentStores } from '../api/incidents';
import { Problem } from '../api/problem';
import { fileName, withAttributes } from '../csv';
import type { Range } from '../dates';
import { duration, share, whole } from '../format';
import { whenText } from '../periods/range';
import { usePinned, usePinnedHref } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Found } from '../ui/actions/found';
import { Title } from '../ui/actions/title';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';
import { INCIDENT_STORE_COLUMNS } from './outages/columns';
import { groupText, inCommonText } from './outages/incident-words';
import { DownRows } from './outages/rows';
import { IncidentList } from './overview/incidents';
import { type Clock, clockOf } from './store/clock';

const AT_A_TIME = 50;

interface Props {
  readonly id: string;
  /** Names the range and the groups in which it was found. */
  readonly query: URLSearchParams;
}

/** One incident, and its stores. */
export function Incident({ id, query }: Props) {
  const fleet = useQuery(fleetWith(usePinned()));
  const pinnedHref = usePinnedHref();
  const range = { from: query.get('from') ?? '', to: query.get('to') ?? '' };
  return (
    <>
      <p class="crumbs">
        <a href={pinnedHref([])}>Overview</a>
      </p>
      {range.from === '' || range.to === '' ? (
        <>
          <h1>Incident</h1>
          <p class="empty">
            The address names no time. Choose an incident in the <a href={pinnedHref([])}>overview</a>.
          </p>
        </>
      ) : (
        <Loaded query={fleet}>
          {({ terms }) => (
            <Stores id={id} range={range} by={query.get('by') ?? BY_ZONE} clock={clockOf(terms.default_timezone)} />
          )}
        </Loaded>
      )}
    </>
  );
}

interface StoresProps {
  readonly id: string;
  readonly range: Range;
  readonly by: string;
  readonly clock: Clock;
}

function Stores({ id, range, by, clock }: StoresProps) {
  const pages = usePages(`stores ${id} ${range.from} ${range.to} ${by}`);
  const stores = useQuery({
    queryKey: ['incident', id, range, by, pages.cursor],
    queryFn: () => incidentStores(id, range, by, AT_A_TIME, pages.cursor),
    placeholderData: keepPreviousData,
  });
  const all = () =>
    allItems(
      (cursor, limit) => incidentStores(id, range, by, limit, cursor),
      (page) => page.stores,
    );
  if (stores.error instanceof Problem && stores.error.code === 'incident_not_found') {
    return <NotFound range={range} by={by} clock={clock} />;
  }
  return (
    <>
      <Title>Incident{stores.data && `, ${whenText(stores.data.incident, range, clock)}`}</Title>
      <Loaded query={stores}>
        {(found) => (
          <>
            <section class="card" aria-label="What happened">
              <Summary incident={found.incident} end={clock.format(range.to)} />
            </section>
            <section class="card" aria-labelledby="stores">
              <h2 id="stores">Its stores</h2>
              <div class="row">
                <Found
                  count={found.stores.length}
                  size={AT_A_TIME}
                  pages={pages}
                  hasMore={found.next_cursor !== null}
                  total={found.incident.stores}
                  names={['store', 'stores']}
                />
                <DownloadCsv
                  name={fileName('incident', range.from.slice(0, 10), id)}
                  columns={withAttributes(INCIDENT_STORE_COLUMNS)}
                  rows={all}
                />
              </div>
              <Table caption="Stores of the incident, those that lost the most first">
                <thead>
                  <tr>
                    <th scope="col">Store</th>
                    <th scope="col" class="number">
                      Lost
                    </th>
                    <th scope="col" class="number minor">
                      Down from
                    </th>
                    <th scope="col" class="number minor">
                      To
                    </th>
                  </tr>
                </thead>
                <DownRows
                  stores={found.stores.map(({ store_id, name, from, to, business_us }) => ({
                    ...{ id: store_id, name, from, to, lost: business_us, at: from },
                  }))}
                  clock={clock}
                  shown="lost"
                  stillDown={`after ${clock.format(range.to)}`}
                />
              </Table>
              <p class="quiet">
                Times are in {clock.zone}. Lost: business time, of all outages of the store that began with the
                incident.
              </p>
              <Pager pages={pages} next={found.next_cursor} name="stores" isLoading={stores.isPlaceholderData} />
            </section>
          </>
        )}
      </Loaded>
    </>
  );
}

/** Where an old link leads: late data can move the beginning of an incident, which is then another one. */
function NotFound(props: Omit<StoresProps, 'id'>) {
  return (
    <>
      <Title>Incident</Title>
      <section class="card" aria-label="Incidents of this time">
        <p>
          There is no such incident any more. Since the link to it was made, late or corrected data have changed when it
          began, or it is no longer unusual. These are the incidents of the same time now:
        </p>
        <IncidentList {...props} />
      </section>
    </>
  );
}

interface SummaryProps {
  readonly incident: Schemas['IncidentDto'];
  /** The end of the range in which it was found, for people. */
  readonly end: string;
}

function Summary({ incident, end }: SummaryProps) {
  const { stores, stores_open, share_of_open, usual_stores, stores_still_down, business_us, in_common } = incident;
  return (
    <>
      <p class="headline">
        <strong>
          {whole(stores)} of {whole(stores_open)} open stores
        </strong>{' '}
        ({share(share_of_open)}) of {groupText(incident)} went down together, and lost {duration(business_us)} of
        business time. On an ordinary day, {whole(usual_stores)} go down in the worst hour.
      </p>
      {stores_still_down > 0 && (
        <p>
          {whole(stores_still_down)} of them were still down at {end}, where the time that is shown ends.
        </p>
      )}
      {in_common.length > 0 && (
        <>
          <p>What they have in common:</p>
          <ul>
            {in_common.map((each) => (
              <li key={each.attribute}>{inCommonText(each)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
