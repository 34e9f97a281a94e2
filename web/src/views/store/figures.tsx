import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { MEASURED_ONLY, nothingAssumed, type Terms } from '../../api/terms';
import { dateText, daysAfter } from '../../dates';
import { duration, earlier, share, whole } from '../../format';
import { Change } from '../../ui/change';
import { Coverage, coverageOf } from '../../ui/coverage';
import { Loaded } from '../../ui/loaded';
import { clockOf, instantOf } from './clock';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;

interface Props {
  readonly storeId: string;
  readonly zone: string;
  readonly asOf: string;
  readonly terms: Terms;
  /** Those of the report, which the visitor may have changed. */
  readonly reported: Terms;
}

/** From one instant to another, with a name. */
interface Window {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The figures of a store as in a report, but to the second: each with how much of it is measured, and the week before. */
export function Figures({ storeId, zone, asOf, terms, reported }: Props) {
  const windows = useQuery({
    queryKey: ['figures', storeId, zone, asOf, terms],
    queryFn: () => Promise.all(windowsAt(asOf, zone).map((window) => allFiguresOf(storeId, window, terms, reported))),
  });
  return (
    <section class="card" aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <Loaded query={windows}>
        {(found) => found.map((figures) => <WindowFigures key={figures.window.name} {...figures} />)}
      </Loaded>
    </section>
  );
}

/** Yesterday on the store's calendar, and what ends where the report does. */
function windowsAt(asOf: string, zone: string): Window[] {
  const today = clockOf(zone).format(asOf).slice(0, 'yyyy-mm-dd'.length);
  const yesterday = daysAfter(today, -1);
  const midnight = (date: string) => instantOf(`${date}T00:00`, zone);
  const lasting = (hours: number) => ({ from: earlier(asOf, hours * HOUR), to: asOf });
  return [
    { name: `Yesterday, ${dateText(yesterday)}`, from: midnight(yesterday), to: midnight(today) },
    { name: 'Last hour', ...lasting(1) },
    { name: 'Last day', ...lasting(24) },
    { name: 'Last week', ...lasting(168) },
  ];
}

async function allFiguresOf(storeId: string, window: Window, terms: Terms, reported: Terms) {
  const aWeekEarlier = { from: earlier(window.from, WEEK), to: earlier(window.to, WEEK) };
  const [figures, before, measured, known] = await Promise.all([
    figuresOf(storeId, window, terms),
    figuresOf(storeId, aWeekEarlier, terms),
    figuresOf(storeId, window, { ...terms, ...MEASURED_ONLY }).catch(unlessDropped),
    figuresOf(storeId, window, { ...terms, unknown_after: undefined, ...nothingAssumed(reported.unknown_after) }).catch(
      unlessDropped,
    ),
  ]);
  return { window, figures, before, measured, known };
}

/** How much is measured cannot be told once retention has dropped observations. */
function unlessDropped(error: unknown): undefined {
  if (!(error instanceof Problem && error.code === 'observations_dropped')) throw error;
}

function figuresOf(storeId: string, { from, to }: Pick<Window, 'from' | 'to'>, terms: Terms) {
  return dataOf(
    api.GET('/stores/{store_id}/uptime', {
      params: { path: { store_id: storeId }, query: { from, to, ...terms } },
    }),
  );
}

type WindowFiguresProps = Awaited<ReturnType<typeof allFiguresOf>>;

function WindowFigures({ window, figures, before, measured, known }: WindowFiguresProps) {
  const { uptime_share, uptime_us, downtime_us, unknown_us, excluded_us, business_us, observation_count } = figures;
  const parts: readonly (readonly [name: string, value: number, always: boolean])[] = [
    ['Up', uptime_us, true],
    ['Down', downtime_us, true],
    ['Unknown', unknown_us, false],
    ['Excluded', excluded_us, false],
    ['Open', business_us, true],
  ];
  return (
    <div class="window">
      <h3>
        {window.name} <strong>{share(uptime_share)}</strong>
      </h3>
      {business_us === 0 ? (
        <p class="quiet">No business time.</p>
      ) : (
        <>
          <Change now={uptime_share} before={before.uptime_share} than="a week before" />
          {measured && known ? (
            <Coverage
              parts={coverageOf(measured.uptime_us + measured.downtime_us, measured.unknown_us, known.unknown_us)}
            />
          ) : (
            <p class="quiet">Observations were dropped, so how much is measured cannot be told.</p>
          )}
          <dl class="pairs">
            {parts.map(
              ([name, value, always]) =>
                (always || value > 0) && (
                  <Pair key={name} name={name}>
                    {duration(value)}
                  </Pair>
                ),
            )}
            <Pair name="Observations">{observation_count === null ? 'not kept' : whole(observation_count)}</Pair>
          </dl>
        </>
      )}
    </div>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
