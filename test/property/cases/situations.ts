import { DAY, HOUR, type Micros } from '../../../src/calculator/instants';
import type { NaiveFigures } from '../naive/figures';
import { archivedAt, midnightOf, type Period } from '../naive/openings';
import { changesOf, FAMOUS_CHANGES } from './anchors';
import type { Case } from './cases';

/**
 * What happened in a case. A test that compares two implementations says nothing of what never happened, so it
 * asks for each of these.
 */
export function situationsOf(tested: Case, figures: NaiveFigures, periods: readonly Period[]): Record<string, boolean> {
  const { store, terms, window } = tested;
  const isWithin = (instant: Micros) => window.from < instant && instant < window.to;
  const isOpen = figures.scheduled > 0;
  const isCut = (instant: Micros) => periods.some(({ opens, closes }) => opens < instant && instant < closes);

  const midnight = (date: string, days = 0) => midnightOf(store, Date.parse(date) * 1000 + days * DAY);
  const within = <T>(byDate: Record<string, T> = {}) =>
    Object.entries(byDate)
      .map(([date, value]) => ({ date, value, begins: midnight(date) }))
      .filter(({ begins }) => isWithin(begins));
  const versions = within(store.laterHours);
  const zoneChanges = within(store.laterTimezones);
  const special = within(store.specialHours);
  const dayBefore = zoneChanges.map(({ date, begins }) => begins - midnight(date, -1));

  const closures = [...(store.closures ?? [])].sort((a, b) => a.from - b.from);
  const instants = store.observations.map(({ at }) => at);
  const { unknownAfter = Infinity } = terms;
  const isFollowed = (microseconds: number) =>
    instants.some((at) => isWithin(at) && instants.includes(at + unknownAfter + microseconds));
  const goesStaleAt = (edge: Micros) => instants.includes(edge - unknownAfter);

  const clockChanges = store.laterTimezones ? [] : changesOf(store.timezone).filter(({ instant }) => isWithin(instant));
  const { uptime, downtime, unknown, excluded } = figures;
  const situations: Record<string, boolean> = {
    'nothing new': isPlain(tested),
    'open time': isOpen,
    'uptime and downtime': uptime > 0 && downtime > 0,
    'unknown time': unknown > 0,
    'excluded time': excluded > 0,
    'all four kinds of time': uptime > 0 && downtime > 0 && unknown > 0 && excluded > 0,
    'an unknown default': terms.defaultStatus === 'unknown' && isOpen && instants.every((at) => at >= window.to),
    'closures that are ignored':
      terms.ignoresClosures === true && closures.some(({ from }) => isWithin(from)) && isOpen,
    'closures that overlap':
      excluded > 0 && closures.some(({ from }, index) => from < (closures[index - 1]?.to ?? from)),
    'other hours': isOpen && versions.length > 0,
    'another zone': isOpen && zoneChanges.length > 0,
    'another zone, other hours, special dates, closures, and all terms':
      isOpen && versions.length > 0 && zoneChanges.length > 0 && special.length > 0 && unknown > 0 && excluded > 0,
    'a date of two days, as the zone crosses the date line': dayBefore.some((length) => length > 44 * HOUR),
    'a date of almost no time, as the zone crosses the date line': dayBefore.some((length) => length < 4 * HOUR),
    'a night before other hours': versions.some(({ begins }) => isCut(begins)),
    'a night before another zone': zoneChanges.some(({ begins }) => isCut(begins)),
    'a night before a special date': special.some(({ begins }) => isCut(begins)),
    'special hours': isOpen && special.some(({ value }) => value.length > 0),
    'a closed special date': special.some(({ value }) => value.length === 0),
    'a store that is archived': isOpen && isWithin(archivedAt(store)),
    'a store that is archived while it is open': isCut(archivedAt(store)) && isWithin(archivedAt(store)),
    'an observation just when another goes stale': isOpen && isFollowed(0),
    'an observation a microsecond before another goes stale': isOpen && isFollowed(-1),
    'an observation a microsecond after another went stale': isOpen && isFollowed(1),
    'an observation that goes stale as the window begins': isOpen && goesStaleAt(window.from),
    'an observation that goes stale as the window ends': isOpen && goesStaleAt(window.to),
    'an observation that goes stale as the store opens': isOpen && periods.some(({ opens }) => goesStaleAt(opens)),
    'an observation that goes stale as the store closes': isOpen && periods.some(({ closes }) => goesStaleAt(closes)),
    'a skipped day': isOpen && clockChanges.some(({ before, after }) => after - before >= 23 * HOUR),
    'a repeated day': isOpen && clockChanges.some(({ before, after }) => before - after >= 23 * HOUR),
  };
  for (const { situation, timezone, instant } of FAMOUS_SITUATIONS) {
    situations[situation] = store.timezone === timezone && clockChanges.some((change) => change.instant === instant);
  }
  return situations;
}

const FAMOUS_SITUATIONS = FAMOUS_CHANGES.map(([timezone, instant]) => ({
  situation: `${timezone}, ${instant}`,
  timezone,
  instant: Date.parse(instant) * 1000,
}));

/** Whether a case has nothing but one zone, weekly hours, observations, and a default status of active or inactive. */
function isPlain({ store, terms }: Case): boolean {
  return [store.laterHours, store.laterTimezones, store.specialHours, store.closures, terms.unknownAfter].every(
    (value) => value === undefined,
  );
}
