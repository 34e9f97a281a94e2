import { useQuery } from '@tanstack/preact-query';
import { timelineOf } from '../../api/timeline';
import { type CsvColumn, fileName } from '../../csv';
import type { Range } from '../../dates';
import { duration, share, whole } from '../../format';
import { type Period, periodText } from '../../periods/period';
import { rangeOf, rangeText, stepFor } from '../../periods/range';
import { usePinnedHref } from '../../route';
import { DownloadCsv } from '../../ui/actions/download-csv';
import { Loaded } from '../../ui/loaded';
import { Table } from '../../ui/table';
import { type Clock, clockOf } from '../store/clock';
import { type Bar, barsOf, peakOf } from './bars';
import { DownChart } from './down-chart';

interface Props {
  readonly period: Period;
  /** What it is compared with. */
  readonly before: Period;
  /** The time zone whose midnights begin the days: that of the service. */
  readonly zone: string;
  readonly asOf: string;
}

/** How many stores were down over time: a chart whose bars lead to them, the worst step in words, and a table. */
export function DownOverTime({ period, before, zone, asOf }: Props) {
  const range = rangeOf(period, zone, asOf);
  if (!range) return <p class="empty">These days have not begun.</p>;
  return <Steps period={period} before={before} range={range} earlier={rangeOf(before, zone, asOf)} zone={zone} />;
}

interface StepsProps extends Omit<Props, 'asOf'> {
  readonly range: Range;
  readonly earlier: Range | undefined;
}

function Steps({ period, before, range, earlier = range, zone }: StepsProps) {
  const step = stepFor(period);
  const steps = useQuery(timelineOf(range, step));
  const stepsBefore = useQuery(timelineOf(earlier, step));
  const pinnedHref = usePinnedHref();
  const clock = clockOf(zone);
  return (
    <Loaded query={steps}>
      {(found) => {
        const bars = barsOf(found, stepsBefore.data, range.to);
        const peak = peakOf(bars);
        const hrefOf = ({ from, to }: Range) => pinnedHref(['outages'], { from, to });
        if (!peak) return <p class="empty">No store was down within its business hours.</p>;
        return (
          <>
            <p class="headline">
              <strong>
                {whole(peak.down)} of {whole(peak.open)} open stores
              </strong>{' '}
              were down at worst: {rangeText(peak, clock)}
              {peak.before !== undefined && `; ${whole(peak.before)} on ${periodText(before)}`}.{' '}
              <a href={hrefOf(peak)}>See these stores</a>
            </p>
            <DownChart bars={bars} peak={peak} clock={clock} hrefOf={hrefOf} textOf={(bar) => textOf(bar, clock)} />
            <ul class="legend">
              <li>
                <svg width="14" height="14" aria-hidden="true">
                  <rect class="down" x="2" width="10" height="14" />
                </svg>
                stores with downtime, each {step === '1h' ? 'hour' : step === '6h' ? 'six hours' : 'day'}
              </li>
              <li>
                <svg width="18" height="14" aria-hidden="true">
                  <line class="before" x1="0" x2="18" y1="7" y2="7" />
                </svg>
                the same time on {periodText(before)}
              </li>
              <li>Times are in {clock.zone}. A bar leads to its stores.</li>
            </ul>
            <details>
              <summary>The same as a table</summary>
              <DownloadCsv
                name={fileName('stores-down', period.first, period.last === period.first ? '' : period.last)}
                columns={BAR_COLUMNS}
                rows={() => Promise.resolve(bars)}
              />
              <BarTable bars={bars} clock={clock} hrefOf={hrefOf} />
            </details>
          </>
        );
      }}
    </Loaded>
  );
}

function textOf(bar: Bar, clock: Clock): string {
  return `${rangeText(bar, clock)}: ${whole(bar.down)} of ${whole(bar.open)} open stores down, ${duration(bar.lost)} lost`;
}

/** The steps as CSV, with the names that the API has for them. */
const BAR_COLUMNS: readonly CsvColumn<Bar>[] = [
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['stores_open', ({ open }) => open],
  ['stores_down', ({ down }) => down],
  ['stores_down_before', ({ before }) => before],
  ['downtime_us', ({ lost }) => lost],
];

interface BarTableProps {
  readonly bars: readonly Bar[];
  readonly clock: Clock;
  readonly hrefOf: (bar: Bar) => string;
}

function BarTable({ bars, clock, hrefOf }: BarTableProps) {
  return (
    <Table caption="Stores down over time">
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col" class="number">
            Down
          </th>
          <th scope="col" class="number">
            Before
          </th>
          <th scope="col" class="number minor">
            Open
          </th>
          <th scope="col" class="number minor">
            Share
          </th>
          <th scope="col" class="number minor">
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.from}>
            <th scope="row">
              <a href={hrefOf(bar)}>{rangeText(bar, clock)}</a>
            </th>
            <td class="number">{whole(bar.down)}</td>
            <td class="number">{bar.before === undefined ? '–' : whole(bar.before)}</td>
            <td class="number minor">{whole(bar.open)}</td>
            <td class="number minor">{share(bar.open === 0 ? null : bar.down / bar.open)}</td>
            <td class="number minor">{duration(bar.lost)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
