import { useQuery } from '@tanstack/preact-query';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { api, dataOf, type Schemas } from '../../api/client';
import { instant, share } from '../../format';
import { href } from '../../route';
import { Loaded } from '../../ui/loaded';

/** Of the picture, in pixels. */
const HEIGHT = 190;

/** Reports that are looked through for the line: a week of hourly ones. */
const REPORTS = 168;

const WINDOWS = [
  { name: 'Last hour', of: 'last_hour', colour: '--busy', dash: [2, 3] },
  { name: 'Last day', of: 'last_day', colour: '--good', dash: [9, 4] },
  { name: 'Last week', of: 'last_week', colour: '--pico-primary', dash: [] },
] as const;

/** How uPlot writes instants, by the seconds from one to the next; the date wherever it changes. */
const TIMES: uPlot.Axis.Values = [
  [86_400, '{YYYY}-{MM}-{DD}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{YYYY}-{MM}-{DD}', null, null, null, 1],
];

/** What one report of all stores says. */
interface Point {
  readonly asOf: string;
  readonly shares: Schemas['UptimeShareDto'];
}

/**
 * The uptime of all stores from report to report.
 * @param reportId the latest report: asked for again when there is another one
 */
export function Trend({ reportId }: { readonly reportId: string }) {
  const points = useQuery({
    queryKey: ['reports', 'trend', reportId],
    queryFn: async () => pointsOf(await dataOf(api.GET('/reports', { params: { query: { limit: REPORTS } } }))),
  });
  return (
    <section class="card" aria-labelledby="trend">
      <h2 id="trend">Uptime of all stores, from report to report</h2>
      <Loaded from={points}>
        {(found) =>
          found.length < 2 ? (
            <p class="empty">
              A line appears here once there are reports as of two instants. <a href={href(['reports'])}>Start one</a>{' '}
              every hour, say.
            </p>
          ) : (
            <Lines points={found} />
          )
        }
      </Loaded>
    </section>
  );
}

/** By `as_of`; of reports as of the same instant the latest. */
function pointsOf({ reports }: Schemas['ReportPageDto']): Point[] {
  const points = new Map<string, Point>();
  for (const { as_of, uptime_share, store_ids } of reports) {
    if (as_of === null || uptime_share === null || store_ids !== null || points.has(as_of)) continue;
    points.set(as_of, { asOf: as_of, shares: uptime_share });
  }
  return [...points.values()].sort((a, b) => (a.asOf < b.asOf ? -1 : 1));
}

function Lines({ points }: { readonly points: readonly Point[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    return element ? draw(element, points) : undefined;
  }, [points]);
  return (
    <>
      <div ref={place} class="trend" role="img" aria-label={inWords(points)} />
      <p class="quiet">
        Times are in UTC. The same figures are listed with the <a href={href(['reports'])}>reports</a>.
      </p>
    </>
  );
}

function inWords(points: readonly Point[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const range = `from ${instant(first.asOf)} to ${instant(last.asOf)}`;
  const changes = WINDOWS.map(({ name, of }) => `${name}: ${share(first.shares[of])}, then ${share(last.shares[of])}`);
  return `Uptime of all stores in ${points.length} reports, ${range}. ${changes.join('; ')}`;
}

/** Draws the lines as large as their place is; returns what takes them away. */
function draw(place: HTMLElement, points: readonly Point[]): () => void {
  const axis: uPlot.Axis = {
    stroke: () => colourOf('--pico-muted-color'),
    grid: { stroke: () => colourOf('--pico-muted-border-color') },
    ticks: { stroke: () => colourOf('--pico-muted-border-color') },
  };
  const sizeOf = () => ({ width: place.clientWidth, height: HEIGHT });
  const plot = new uPlot(
    {
      ...sizeOf(),
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      // Until one points at an instant, the latest is told.
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
          spanGaps: true,
          points: { show: points.length < 50 },
          value: (_: uPlot, value: number | null) => share(value),
        })),
      ],
    },
    [
      points.map(({ asOf }) => Date.parse(asOf) / 1000),
      ...WINDOWS.map(({ of }) => points.map(({ shares }) => shares[of])),
    ],
    place,
  );
  const size = new ResizeObserver(() => {
    plot.setSize(sizeOf());
  });
  size.observe(place);
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
