import { useQuery } from '@tanstack/preact-query';
import type { Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { comparedWith, dateAt, type Period, periodOf } from '../periods/period';
import { windowsOf } from '../periods/period-report';
import { goTo, href, hrefWith, usePinned } from '../route';
import { Folded } from '../ui/actions/folded';
import { Title } from '../ui/actions/title';
import { Loaded } from '../ui/loaded';
import { PinnedReport } from '../ui/source';
import { type Asked, CompareForm, SUBJECTS } from './compare/form';
import { type Compared, Sides } from './compare/sides';

/** Two periods side by side, for all stores, a group or a store; or two groups. */
export function Compare({ query }: { readonly query: URLSearchParams }) {
  const fleet = useQuery(fleetWith(usePinned()));
  return (
    <>
      <Title pins={() => ({ report_id: fleet.data?.report?.report_id ?? '' })}>Compare</Title>
      <PinnedReport />
      <Loaded query={fleet}>
        {(found) => {
          const asOf = found.report?.as_of ?? found.latest_observed_at;
          return asOf === null ? (
            <p class="empty card">
              There are no observations to compare yet. <a href={href(['imports'])}>Import some</a>.
            </p>
          ) : (
            <Chosen fleet={found} asOf={asOf} query={query} />
          );
        }}
      </Loaded>
    </>
  );
}

interface ChosenProps {
  readonly fleet: Schemas['FleetDto'];
  readonly asOf: string;
  readonly query: URLSearchParams;
}

function Chosen({ fleet, asOf, query }: ChosenProps) {
  const yesterday = periodOf('yesterday', dateAt(asOf, fleet.terms.default_timezone), { first: '', last: '' });
  const asked = askedIn(query, yesterday);
  const { period, before } = asked;
  const isReady = isPeriod(period) && isPeriod(before);
  const compared = comparedIn(asked);
  const windows = windowsOf(period, before);
  return (
    <section class="card" aria-label="Side by side">
      <Folded summary="What to compare">
        <CompareForm
          asked={asked}
          reportId={fleet.report?.report_id ?? ''}
          onChange={(changes) => {
            goTo(hrefWith(changes), 'replace');
          }}
        />
      </Folded>
      {!isReady || (windows[0] === windows[1] && asked.of !== 'groups') ? (
        <p class="note">Choose two different periods, each with its first day before its last one.</p>
      ) : compared === undefined ? (
        <p class="note">Choose {asked.of === 'store' ? 'a store, by its id' : 'a group'} to see its figures.</p>
      ) : (
        <Sides
          compared={compared}
          period={period}
          before={before}
          wanted={{ windows, asOf, terms: {}, columns: 'all', service: fleet.terms, isStarted: true }}
        />
      )}
    </section>
  );
}

function isPeriod(period: Period): boolean {
  return periodOf('dates', '', period) !== undefined;
}

/** What the address asks to compare: yesterday with the same weekday before, unless it says otherwise. */
function askedIn(query: URLSearchParams, yesterday: Period | undefined): Asked {
  const text = (name: string) => query.get(name) ?? '';
  const period = { first: text('first') || (yesterday?.first ?? ''), last: text('last') || (yesterday?.last ?? '') };
  const usual = isPeriod(period) ? comparedWith('dates', period) : period;
  return {
    of: SUBJECTS.find(([subject]) => subject === text('of'))?.[0] ?? 'fleet',
    by: text('by'),
    value: text('value'),
    other: text('other'),
    store: text('store'),
    period,
    before: { first: text('before_first') || usual.first, last: text('before_last') || usual.last },
  };
}

/** Undefined as long as something is to be chosen. */
function comparedIn({ of, by, value, other, store }: Asked): Compared | undefined {
  switch (of) {
    case 'fleet':
      return { of };
    case 'store':
      return store === '' ? undefined : { of, storeId: store };
    case 'group':
      return by === '' || value === '' ? undefined : { of, by, value };
    case 'groups':
      return by === '' || value === '' || other === '' ? undefined : { of, by, value, other };
  }
}
