import { useQuery } from '@tanstack/preact-query';
import { useContext, useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { api, dataOf, type Schemas } from '../../api/client';
import { earlier, instant, share } from '../../format';
import { CurrentRoute, goTo, href, hrefWith } from '../../route';
import { Ago } from '../../ui/times/ago';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { Source } from '../../ui/source';
import { type Point, pointsOf, withBreaks } from './points';
import { Recent, type RecentProps } from './recent';

/** Height of the chart in pixels. */
const HEIGHT = 190;

/** Milliseconds between refreshes: an older report may be complete, which changes nothing else of the view. */
const REFRESH = 30_000;

const DAY = 86_400_000;
/** How many reports are looked through for those of the chart, and how many at a time. */
const MOST = 1000;
const AT_A_TIME = 200;

const WINDOWS = [
  { name: 'Last hour', of: 'last_hour', colour: '--busy', dash: [2, 3] },
  { name: 'Last day', of: 'last_day', colour: '--good', dash: [9, 4] },
  { name: 'Last week', of: 'last_week', colour: '--pico-primary', dash: [] },
] as const;

/** Time labels for uPlot, by the seconds between them; the date where it changes. */
const TIMES: uPlot.Axis.Values = [
  [86_400, '{YYYY}-{MM}-{DD}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
];

const RANGES = [
  ['7', 'Last 7 days'],
  ['1', 'Last day'],
  ['30', 'Last 30 days'],
] as const;

/** A chart of the uptime of all stores, report by report, up to the report that the rest of the view shows. */
export function Trend({ report, service }: RecentProps) {
  const { query } = useContext(CurrentRoute);
  const range = RANGES.find(([days]) => days === query.get('trend'))?.[0] ?? '7';
  const days = Number(range);
  const points = useQuery({
    queryKey: ['reports', 'trend', report.report_id, days],
    queryFn: async () => pointsOf({ reports: await newestReports(report.as_of, days) }, report, days),
    refetchInterval: REFRESH,
  });
  return (
    <section class="card" aria-labelledby="trend">
      <div class="row">
        <h2 id="trend">Uptime of the last hour, day and week, report by report</h2>
        <Choice
          label="Range"
          value={range}
          options={RANGES}
          onChoose={(chosen) => {
            goTo(hrefWith({ trend: chosen === '7' ? '' : chosen }), 'replace');
          }}
        />
      </div>
      <p class="quiet">
        <Source reportId={report.report_id} asOf={report.as_of} stores={report.stores} /> It was finished{' '}
        <Ago at={report.finished_at ?? report.as_of} />.
      </p>
      <Recent report={report} service={service} />
      <Loaded query={points}>
        {(found) =>
          found.length < 2 ? (
            <p class="empty">
              The chart needs reports as of at least two times in this range.{' '}
              <a href={href(['reports'])}>Start another one</a>.
            </p>
          ) : (
            <Lines points={found} />
          )
        }
      </Loaded>
    </section>
  );
}

/** The newest reports, back to those some days before an instant: few of them are in the chart. */
async function newestReports(asOf: string, days: number): Promise<Schemas['ReportDto'][]> {
  const found: Schemas['ReportDto'][] = [];
  for (let cursor: string | undefined | null; cursor !== null && found.length < MOST;) {
    const page = await dataOf(api.GET('/reports', { params: { query: { limit: AT_A_TIME, cursor } } }));
    found.push(...page.reports);
    const isBefore = page.reports.every(({ created_at: at }) => at < earlier(asOf, days * DAY));
    cursor = isBefore ? null : page.next_cursor;
  }
  return found;
}

function Lines({ points }: { readonly points: readonly Point[] }) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = container.current;
    return element ? draw(element, withBreaks(points)) : undefined;
  }, [points]);
  return (
    <>
      <div ref={container} class="trend" role="img" aria-label={inWords(points)} />
      <p class="quiet">
        Times are in UTC. The <a href={href(['reports'])}>list of reports</a> has the same figures.
      </p>
    </>
  );
}

function inWords(points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const range = `from ${instant(first.asOf)} to ${instant(last.asOf)}`;
  const changes = WINDOWS.map(
    ({ name, of }) => `${name}: ${share(first.shares[of] ?? null)}, then ${share(last.shares[of] ?? null)}`,
  );
  return `Uptime of all stores in ${points.length} reports, ${range}. ${changes.join('; ')}`;
}

/** Draws the chart as wide as its container; returns a function that removes it. */
function draw(container: HTMLElement, points: readonly Point[]): () => void {
  const axis: uPlot.Axis = {
    stroke: () => colourOf('--pico-muted-color'),
    grid: { stroke: () => colourOf('--pico-muted-border-color') },
    ticks: { stroke: () => colourOf('--pico-muted-border-color') },
  };
  const sizeOf = () => ({ width: container.clientWidth, height: HEIGHT });
  const plot = new uPlot(
    {
      ...sizeOf(),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      // The legend shows the last of the reports until the pointer picks another one.
      hooks: {
        ready: [
          (plot) => {
            plot.setLegend({ idx: points.length - 1 });
          },
        ],
      },
      cursor: { drag: { x: false, y: false } },
      scales: { y: { range: (_, low, high) => [Math.max(0, low - 0.01), Math.min(1, high + 0.01)] } },
      axes: [
        { ...axis, space: 90, values: TIMES },
        { ...axis, size: 60, values: (_, shares) => shares.map(share) },
      ],
      series: [
        { value: (_, seconds) => (Number.isFinite(seconds) ? instant(new Date(seconds * 1000).toISOString()) : '–') },
        ...WINDOWS.map(({ name, colour, dash }) => ({
          label: name,
          stroke: () => colourOf(colour),
          width: 2,
          dash: [...dash],
          spanGaps: false,
          points: { show: points.length < 50 },
          value: (_: uPlot, value: number | null) => share(value),
        })),
      ],
    },
    [
      points.map(({ asOf }) => Date.parse(asOf) / 1000),
      ...WINDOWS.map(({ of }) => points.map(({ shares }) => shares[of] ?? null)),
    ],
    container,
  );
  const size = new ResizeObserver(() => {
    plot.setSize(sizeOf());
  });
  size.observe(container);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => {
    plot.redraw();
  };
  scheme.addEventListener('change', redraw);
  return () => {
    scheme.removeEventListener('change', redraw);
    size.disconnect();
    plot.destroy();
  };
}

function colourOf(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property);
}
