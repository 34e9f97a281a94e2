import { useQuery } from '@tanstack/preact-query';
import { useContext } from 'preact/hooks';
import { BY_ZONE, groupingChoices, groupings } from '../../api/attributes';
import type { Schemas } from '../../api/client';
import { incidentsOf, LONGEST_RANGE } from '../../api/incidents';
import { fileName } from '../../csv';
import type { Range } from '../../dates';
import { duration, share, whole } from '../../format';
import { whenText } from '../../periods/range';
import { CurrentRoute, goTo, hrefWith, usePinnedHref } from '../../route';
import { DownloadCsv } from '../../ui/actions/download-csv';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { Table } from '../../ui/table';
import { INCIDENT_COLUMNS } from '../outages/columns';
import { groupText, inCommonText } from '../outages/incident-words';
import type { Clock } from '../store/clock';

const SHOWN = 10;

interface Props {
  readonly range: Range;
  readonly clock: Clock;
}

/** When far more stores of a group than usual went down together; each incident leads to its stores. */
export function Incidents({ range, clock }: Props) {
  const attributes = useQuery(groupings);
  const by = useContext(CurrentRoute).query.get('incidents_by') ?? BY_ZONE;
  return (
    <section class="card" aria-labelledby="incidents">
      <div class="row">
        <h2 id="incidents">Incidents</h2>
        <Choice
          label="In groups by"
          value={by}
          options={groupingChoices(attributes.data, by)}
          onChoose={(chosen) => {
            goTo(hrefWith({ incidents_by: chosen === BY_ZONE ? '' : chosen }), 'replace');
          }}
        />
      </div>
      {Date.parse(range.to) - Date.parse(range.from) > LONGEST_RANGE ? (
        <p class="note">Incidents are looked for in at most 31 days. Choose fewer days above to see them.</p>
      ) : (
        <IncidentList key={by} range={range} clock={clock} by={by} />
      )}
    </section>
  );
}

interface ListProps extends Props {
  readonly by: string;
}

/** The incidents of a range, in the groups of an attribute or the time zone. */
export function IncidentList({ range, clock, by }: ListProps) {
  const incidents = useQuery(incidentsOf(range, by));
  return (
    <Loaded query={incidents}>
      {(found) =>
        found.length === 0 ? (
          <p class="empty">
            In no group did far more stores than usual go down together. Group them by something else, or choose other
            days above.
          </p>
        ) : (
          <>
            <IncidentTable incidents={found.slice(0, SHOWN)} range={range} clock={clock} by={by} />
            <div class="row">
              <p class="quiet">
                {found.length > SHOWN && `The ${SHOWN} latest of ${whole(found.length)}. `}
                Far more stores of a group than usual that went down within an hour of each other. Share: of its open
                stores. Times are in {clock.zone}.
              </p>
              <DownloadCsv
                name={fileName('incidents', range.from.slice(0, 16), by)}
                columns={INCIDENT_COLUMNS}
                rows={() => Promise.resolve(found)}
              />
            </div>
          </>
        )
      }
    </Loaded>
  );
}

interface TableProps extends ListProps {
  readonly incidents: readonly Schemas['IncidentDto'][];
}

function IncidentTable({ incidents, range, clock, by }: TableProps) {
  const pinnedHref = usePinnedHref();
  return (
    <Table caption="Incidents, the latest first">
      <thead>
        <tr>
          <th scope="col">When, and where</th>
          <th scope="col" class="number">
            Stores
          </th>
          <th scope="col" class="number">
            Share
          </th>
          <th scope="col" class="number minor">
            Usual
          </th>
          <th scope="col" class="number minor">
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => (
          <tr key={incident.incident_id}>
            <th scope="row" class="text">
              <a href={pinnedHref(['incidents', incident.incident_id], { ...range, by })}>
                {whenText(incident, range, clock)}
              </a>
              <div class="reason">{groupText(incident)}</div>
              {incident.in_common.length > 0 && (
                <div class="reason quiet">In common: {incident.in_common.map(inCommonText).join(', ')}</div>
              )}
            </th>
            <td class="number">{whole(incident.stores)}</td>
            <td class="number">{share(incident.share_of_open)}</td>
            <td class="number minor">{whole(incident.usual_stores)}</td>
            <td class="number minor">{duration(incident.business_us)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
