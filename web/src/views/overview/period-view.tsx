import { useContext } from 'preact/hooks';
import type { Schemas } from '../../api/client';
import { useCoverage } from '../../periods/coverage-reports';
import { comparedWith, dateAt, type Period, periodOf, PRESETS, type Preset, periodText } from '../../periods/period';
import { PeriodChoice } from '../../periods/period-choice';
import { usePeriodReport, type Wanted, windowsOf } from '../../periods/period-report';
import { rangeOf } from '../../periods/range';
import { CurrentRoute, goTo, hrefWith } from '../../route';
import { clockOf } from '../store/clock';
import { Distribution } from './distribution';
import { DownOverTime } from './down-over-time';
import { Incidents } from './incidents';
import { PeriodFigures } from './period-figures';
import { Worst } from './worst';
import { WorstGroups } from './worst-groups';

interface Props {
  readonly fleet: Schemas['FleetDto'];
  readonly asOf: string;
}

/** How all stores did on days of their own calendars: yesterday unless the address says otherwise. */
export function PeriodView({ fleet, asOf }: Props) {
  const { query } = useContext(CurrentRoute);
  const preset = PRESETS.find(([name]) => name === query.get('period'))?.[0] ?? 'yesterday';
  const zone = fleet.terms.default_timezone;
  const picked = { first: query.get('first') ?? '', last: query.get('last') ?? '' };
  const period = periodOf(preset, dateAt(asOf, zone), picked);
  const before = period && comparedWith(preset, period);
  const range = period && rangeOf(period, zone, asOf);
  const choose = (chosen: Preset, { first, last }: Period) => {
    const dates = chosen === 'dates' ? { first, last } : { first: '', last: '' };
    goTo(hrefWith({ period: chosen === 'yesterday' ? '' : chosen, ...dates }), 'replace');
  };
  return (
    <>
      <section class="card" aria-labelledby="down">
        <div class="row">
          <h2 id="down">Stores down{period && `, ${periodText(period)}`}</h2>
          <PeriodChoice value={preset} picked={picked} onChoose={choose} />
        </div>
        {period && before ? (
          <DownOverTime period={period} before={before} zone={zone} asOf={asOf} />
        ) : (
          <p class="note">Pick a first and a last day, at most 366 days.</p>
        )}
      </section>
      {range && <Incidents range={range} clock={clockOf(zone)} />}
      {period && before && <Days period={period} before={before} wanted={wantedOf(period, before, fleet, asOf)} />}
    </>
  );
}

function wantedOf(period: Period, before: Period, { terms }: Schemas['FleetDto'], asOf: string): Wanted {
  return { windows: windowsOf(period, before), asOf, terms: {}, columns: 'all', service: terms, isStarted: true };
}

interface DaysProps {
  readonly period: Period;
  /** What it is compared with. */
  readonly before: Period;
  readonly wanted: Wanted;
}

/** The worst stores and groups, and all stores together, from reports of these days. */
function Days({ period, before, wanted }: DaysProps) {
  const { totals } = usePeriodReport(wanted);
  const coverage = useCoverage(wanted);
  const [now] = totals.data?.windows ?? [];
  return (
    <>
      {totals.data && (
        <div class="columns">
          {coverage.measuredId !== undefined && (
            <Worst reportId={coverage.measuredId} coverage={coverage} period={period} before={before} />
          )}
          <WorstGroups reportId={totals.data.report_id} coverage={coverage} period={period} before={before} />
        </div>
      )}
      <div class="columns">
        <section class="card" aria-labelledby="period">
          <h2 id="period">Uptime, {periodText(period)}</h2>
          <PeriodFigures before={before} wanted={wanted} />
        </section>
        {now && <Distribution shares={now.distribution} period={periodText(period)} />}
      </div>
    </>
  );
}
