import type { Schemas } from './client';

type ReportTerms = Schemas['ReportTermsDto'];

/** How observations become figures. Undefined: as the service does unless told otherwise. */
export interface Terms {
  readonly default_status?: ReportTerms['default_status'] | undefined;
  readonly unknown_after?: string | undefined;
  readonly closures?: ReportTerms['closures'] | undefined;
}

/** For how long a poll speaks when the page tells how much time is measured. */
export const MEASURED_WITHIN = '3h';

/** With these, only measured time is up or down: the rest is unknown. */
export const MEASURED_ONLY: Terms = { default_status: 'unknown', unknown_after: MEASURED_WITHIN };

/** The longest time that a poll can speak, unless it speaks until the next one. */
const LONGEST = '400d';

/**
 * With these, only time before the first poll is unknown.
 * @param limit for how long a poll speaks unless a request tells: a request cannot tell that it speaks until the next one
 */
export function nothingAssumed(limit: string | null | undefined): Terms {
  return { default_status: 'unknown', ...(limit == null ? {} : { unknown_after: LONGEST }) };
}

const UNITS: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** A duration such as `3h` for people: `3 hours`. */
export function durationText(text: string): string {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count === undefined) return text;
  return `${count} ${UNITS[unit] ?? ''}${Number(count) === 1 ? '' : 's'}`;
}

/** The terms of a report, to ask for the same elsewhere. */
export function termsOf({ default_status, unknown_after, closures }: ReportTerms): Terms {
  return { default_status, unknown_after: unknown_after ?? undefined, closures };
}

/** The terms by which figures are not as most reports have them, in words; empty if there are none. */
export function termsText({
  default_status,
  unknown_after,
  closures,
}: Omit<ReportTerms, 'windows' | 'columns'>): string {
  const parts = [
    unknown_after === null ? '' : `a poll speaks for ${durationText(unknown_after)} at most`,
    default_status === 'active' ? '' : `${default_status} before the first poll`,
    closures === 'exclude' ? '' : 'closures ignored',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
