import { duration } from '../../format';
import type { Clock } from './clock';
import type { Stretch } from './days';

const RULES: Readonly<Record<Stretch['rule'], string>> = {
  always_open: 'This store has no business hours, so it is always open.',
  business_hours: 'Within its business hours.',
  overnight: 'Within business hours that run past midnight.',
  full_day: 'Within business hours that last 24 hours.',
  end_of_day_grace: 'Within business hours that end in the last minute of the day, which counts as midnight.',
  clock_change: 'The clocks change during this stretch or where its business hours begin or end.',
  no_hours_that_day: 'No business hours on this weekday, only on others.',
  outside_hours: 'Outside the business hours of this day.',
};

const STATES: Readonly<Record<Stretch['state'], string>> = {
  active: 'Active',
  inactive: 'Inactive',
  closed: 'Closed',
};

/** A stretch described in sentences. */
export function textOf(stretch: Stretch, clock: Clock): { title: string; rule: string; source: string } {
  const { from, to, state, rule, hours_rule } = stretch;
  const length = duration((Date.parse(to) - Date.parse(from)) * 1000);
  return {
    title: `${STATES[state]} from ${clock.format(from)} to ${clock.format(to)} (${length})`,
    rule: rule === hours_rule ? RULES[rule] : `${RULES[hours_rule]} ${RULES[rule]}`,
    source: sourceText(stretch, clock),
  };
}

/** The same as one text, for screen readers. */
export function plainTextOf(stretch: Stretch, clock: Clock): string {
  const { title, rule, source } = textOf(stretch, clock);
  return `${title}. ${rule} ${source}`.trim();
}

function sourceText({ source }: Stretch, clock: Clock): string {
  if (source === null) return '';
  if (source.kind === 'default' || source.observed_at === null) {
    return 'No observation yet, so the default status applies.';
  }
  const poll = clock.format(source.observed_at);
  return source.kind === 'observation'
    ? `Reported by the poll at ${poll}.`
    : `Carried forward from the poll at ${poll}.`;
}
