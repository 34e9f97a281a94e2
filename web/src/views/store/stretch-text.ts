import { dateText } from '../../dates';
import { duration } from '../../format';
import type { Clock } from './clock';
import type { Stretch } from './days';
import { ALL_STORES, reasonText } from './schedule/words';

const RULES: Readonly<Record<Stretch['rule'], string>> = {
  always_open: 'This store has no business hours on this date, or is always open by them.',
  business_hours: 'Within its business hours.',
  overnight: 'Within business hours that run past midnight.',
  full_day: 'Within business hours that last 24 hours.',
  end_of_day_grace: 'Within business hours that end in the last minute of the day, which counts as midnight.',
  special_hours: 'Within the hours of a special date.',
  special_closed: 'The store is closed on this special date.',
  archived: 'The store is archived.',
  clock_change: 'The clocks change during this stretch or where its business hours begin or end.',
  zone_change: 'Another time zone comes into force where this stretch begins or ends.',
  closure: 'A closure covers it, so it counts as neither up nor down.',
  no_hours_that_day: 'No business hours on this weekday, only on others.',
  outside_hours: 'Outside the business hours of this day.',
};

const STATES: Readonly<Record<Stretch['state'], string>> = {
  active: 'Active',
  inactive: 'Inactive',
  unknown: 'Unknown',
  excluded: 'Excluded',
  closed: 'Closed',
};

interface StretchText {
  readonly title: string;
  readonly rule: string;
  /** Why it has its status, or who declared the closure. */
  readonly source: string;
  /** The version of the hours, and the zone where it changes; empty without either. */
  readonly version: string;
}

/** A stretch described in sentences. */
export function textOf(stretch: Stretch, clock: Clock): StretchText {
  const { from, to, state, rule, hours_rule, closure } = stretch;
  const length = duration((Date.parse(to) - Date.parse(from)) * 1000);
  const isAssumed = stretch.source?.kind === 'default';
  return {
    title: `${STATES[state]}${isAssumed ? ' (assumed)' : ''} from ${clock.format(from)} to ${clock.format(to)} (${length})`,
    rule: rule === hours_rule ? RULES[rule] : `${RULES[hours_rule]} ${RULES[rule]}`,
    source: closure ? closureText(closure, clock) : sourceText(stretch, clock),
    version: versionText(stretch),
  };
}

/** The same as one text, for screen readers. */
export function plainTextOf(stretch: Stretch, clock: Clock): string {
  const { title, rule, source, version } = textOf(stretch, clock);
  return [`${title}.`, rule, source, version].filter((part) => part !== '').join(' ');
}

function sourceText({ source }: Stretch, clock: Clock): string {
  if (source === null) return '';
  if (source.kind === 'default' || source.observed_at === null) {
    return 'No observation yet, so the default status applies.';
  }
  const poll = clock.format(source.observed_at);
  switch (source.kind) {
    case 'observation':
      return `Reported by the poll at ${poll}.`;
    case 'carried':
      return `Carried forward from the poll at ${poll}.`;
    case 'stale':
      return `The poll at ${poll} has gone stale, and there is none since.`;
  }
}

type Closure = NonNullable<Stretch['closure']>;

function closureText({ reason, store_id, declared_by, declared_at, declared_late }: Closure, clock: Clock): string {
  const what = `Closure${store_id === ALL_STORES ? ' of all stores' : ''}: ${reasonText(reason)}.`;
  const when = declared_late ? 'after it had begun' : 'before it began';
  return `${what} Declared by ${declared_by} at ${clock.format(declared_at)}, ${when}.`;
}

function versionText({ hours_effective_from: from, rule, timezone }: Stretch): string {
  const hours = from === null ? '' : `Hours in force from ${dateText(from)} on.`;
  const zone = rule === 'zone_change' ? `Time zone of this stretch: ${timezone}.` : '';
  return `${hours} ${zone}`.trim();
}
