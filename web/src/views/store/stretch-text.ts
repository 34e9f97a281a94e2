import { duration } from '../../format';
import type { Clock } from './clock';
import type { Stretch } from './days';

const RULES: Readonly<Record<Stretch['rule'], string>> = {
  always_open: 'No hours are known of this store, so it is always open.',
  business_hours: 'Within its business hours.',
  overnight: 'Within business hours that began the day before or end the day after.',
  full_day: 'Within business hours that last 24 hours.',
  end_of_day_grace: 'Within business hours whose end in the last minute of the day counts as midnight.',
  clock_change: 'The clocks change within this stretch, or where its business hours begin or end.',
  no_hours_that_day: 'This weekday has no business hours, though others have.',
  outside_hours: 'Outside the business hours of this day.',
};

const STATES: Readonly<Record<Stretch['state'], string>> = {
  active: 'Active',
  inactive: 'Inactive',
  closed: 'Closed',
};

/** What there is to say of a stretch, as sentences. */
export function inWords(stretch: Stretch, clock: Clock): { title: string; rule: string; source: string } {
  const { from, to, state, rule, hours_rule } = stretch;
  const length = duration((Date.parse(to) - Date.parse(from)) * 1000);
  return {
    title: `${STATES[state]} from ${clock.tell(from)} to ${clock.tell(to)} (${length})`,
    rule: rule === hours_rule ? RULES[rule] : `${RULES[hours_rule]} ${RULES[rule]}`,
    source: sourceInWords(stretch, clock),
  };
}

/** The same in one text, for screen readers. */
export function aloud(stretch: Stretch, clock: Clock): string {
  const { title, rule, source } = inWords(stretch, clock);
  return `${title}. ${rule} ${source}`.trim();
}

function sourceInWords({ source }: Stretch, clock: Clock): string {
  if (source === null) return '';
  if (source.kind === 'default' || source.observed_at === null) {
    return 'No poll had come before this; the default status holds.';
  }
  const poll = clock.tell(source.observed_at);
  return source.kind === 'observation' ? `So said the poll of ${poll}.` : `Still as the poll of ${poll} said.`;
}
