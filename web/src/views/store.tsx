import { useQuery } from '@tanstack/preact-query';
import { useRef } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { durationText, type Terms, termsOf } from '../api/terms';
import { goTo, href, usePinned, usePinnedHref } from '../route';
import { Folded } from '../ui/actions/folded';
import { Title } from '../ui/actions/title';
import { Badge } from '../ui/badge';
import { Choice } from '../ui/field';
import { Loaded } from '../ui/loaded';
import { PinnedReport, ReportLink } from '../ui/source';
import { type Clock, clockOf } from './store/clock';
import { Figures } from './store/figures';
import { DayByDay } from './store/day-by-day';
import { Outages } from './store/outages';
import { Target } from './store/target';
import { Schedule } from './store/schedule/schedule';

const DAY = 86_400_000;

const DAYS = [
  ['7', 'Last 7 days'],
  ['30', 'Last 30 days'],
] as const;
const SPEAKS = ['1h', '3h', '1d'];
const CLOCKS = [
  ['', 'Store’s time zone'],
  ['utc', 'UTC'],
] as const;

interface Props {
  readonly storeId: string;
  readonly query: URLSearchParams;
}

export function Store({ storeId, query }: Props) {
  const store = useQuery({
    queryKey: ['store', storeId],
    queryFn: () => dataOf(api.GET('/stores/{store_id}', { params: { path: { store_id: storeId } } })),
  });
  const fleet = useQuery(fleetWith(usePinned()));
  const pinnedHref = usePinnedHref();
  const selected = useRef(query.get('at') ?? '');
  return (
    <>
      <p class="crumbs">
        <a href={pinnedHref(['stores'])}>Stores</a>
      </p>
      <Title pins={() => ({ report_id: fleet.data?.report?.report_id ?? '', at: selected.current })}>
        <Heading storeId={storeId} name={store.data?.name ?? undefined} />
      </Title>
      <PinnedReport />
      <Loaded query={store}>
        {(found) => (
          <Loaded query={fleet}>
            {({ report, latest_observed_at }) => (
              <Details
                store={found}
                view={{
                  asOf: report?.as_of ?? latest_observed_at,
                  terms: report ? termsOf(report.terms) : {},
                  reportId: report?.report_id,
                }}
                query={query}
                onSelect={(at) => {
                  selected.current = at;
                }}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

function Heading({ storeId, name }: { readonly storeId: string; readonly name: string | undefined }) {
  return name === undefined ? (
    <span class="id">{storeId}</span>
  ) : (
    <>
      {name} <small class="id">{storeId}</small>
    </>
  );
}

/** What the days and the figures are computed with. */
interface View {
  /** Where they end; null if there is no observation at all. */
  readonly asOf: string | null;
  readonly terms: Terms;
  /** The report that they agree with; undefined if there is none yet. */
  readonly reportId: string | undefined;
}

interface DetailsProps {
  readonly store: Schemas['SingleStoreDto'];
  readonly view: View;
  readonly query: URLSearchParams;
  /** Called with an instant of the stretch that is selected. */
  readonly onSelect: (at: string) => void;
}

function Details({ store, view, query, onSelect }: DetailsProps) {
  const { asOf, reportId } = view;
  const speaks = SPEAKS.find((duration) => duration === query.get('speaks')) ?? '';
  const terms = speaks === '' ? view.terms : { ...view.terms, unknown_after: speaks };
  const change = (changes: Readonly<Record<string, string>>) => {
    goTo(href(['stores', store.store_id], { ...Object.fromEntries(query), page: '', ...changes }), 'replace');
  };
  const isUtc = query.get('clock') === 'utc';
  const at = query.get('at') ?? undefined;
  const days = query.get('days') === '30' || isOlder(at, asOf) ? '30' : '7';
  const clock = clockOf(isUtc ? 'UTC' : store.timezone);
  return (
    <>
      <Facts store={store} clock={clock} />
      {asOf === null ? (
        <p class="note">
          There are no observations yet, so there is nothing to show.{' '}
          <a href={href(['imports'])}>Import observations</a>.
        </p>
      ) : (
        <>
          <Folded summary="Days, terms and clock">
            <div class="row">
              <Choice
                label="Show"
                value={days}
                options={DAYS}
                onChoose={(chosen) => {
                  change({ days: chosen, at: '' });
                }}
              />
              <Choice
                label="A poll speaks for"
                value={speaks}
                options={[
                  ['', asReported(view.terms)],
                  ...SPEAKS.map((one) => [one, `${durationText(one)} at most`] as const),
                ]}
                onChoose={(chosen) => {
                  change({ speaks: chosen });
                }}
              />
              <Choice
                label="Times in"
                value={isUtc ? 'utc' : ''}
                options={CLOCKS}
                onChoose={(chosen) => {
                  change({ clock: chosen });
                }}
              />
            </div>
          </Folded>
          <p class="quiet">
            As of {clock.format(asOf)}
            {reportId !== undefined && (
              <>
                , where the windows of <ReportLink id={reportId} /> end
              </>
            )}
            . Times are in <strong>{clock.zone}</strong>
            {!isUtc && clock.zone !== store.timezone && ' (this browser does not know the store’s time zone)'}; days run
            from midnight to midnight at the store.
          </p>
          <div class="columns wide-first">
            <DayByDay
              key={days}
              storeId={store.store_id}
              asOf={asOf}
              terms={terms}
              days={Number(days)}
              clock={clock}
              at={at}
              onSelect={onSelect}
            />
            <Figures storeId={store.store_id} zone={store.timezone} asOf={asOf} terms={terms} reported={view.terms} />
          </div>
          <Target storeId={store.store_id} zone={store.timezone} asOf={asOf} terms={terms} />
          <Outages storeId={store.store_id} asOf={asOf} terms={terms} days={Number(days)} clock={clock} />
        </>
      )}
      <Folded summary="Hours, special dates and closures">
        <Schedule store={store} />
      </Folded>
    </>
  );
}

/** Whether an instant is before the last seven days. */
function isOlder(at: string | undefined, asOf: string | null): boolean {
  return asOf !== null && Date.parse(asOf) - Date.parse(at ?? asOf) > 7 * DAY;
}

/** What is shown unless the visitor chooses for how long a poll speaks. */
function asReported({ unknown_after: unknownAfter }: Terms): string {
  return unknownAfter === undefined ? 'Until the next poll' : `${durationText(unknownAfter)} at most, as reported`;
}

function Facts({ store, clock }: { readonly store: Schemas['SingleStoreDto']; readonly clock: Clock }) {
  return (
    <dl class="facts">
      {Object.entries(store.attributes).map(([attribute, value]) => (
        <div key={attribute}>
          <dt>{attribute}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Status</dt>
        <dd>
          {store.status === null ? 'never observed' : <Badge status={store.status} />}
          {store.status_since !== null && <span class="quiet"> since {clock.format(store.status_since)}</span>}
        </dd>
      </div>
      <div>
        <dt>Last observed</dt>
        <dd>{store.last_observed_at === null ? '–' : clock.format(store.last_observed_at)}</dd>
      </div>
      <div>
        <dt>Now</dt>
        <dd>
          {store.open_now ? 'open' : 'closed'}
          {store.next_change_at !== null && (
            <span class="quiet">
              , {store.next_change} {clock.format(store.next_change_at)}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Time zone</dt>
        <dd>
          {store.timezone} {store.timezone_is_default && <span class="quiet">(default)</span>}
        </dd>
      </div>
    </dl>
  );
}
