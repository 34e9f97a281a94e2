import { parseDuration, UNITS } from '../duration';
import { DAY, type Micros, SECOND } from '../instants';
import type { Status } from './forward-fill';

export const CLOSURE_TERMS = ['exclude', 'ignore'] as const;

/** How observations become a status (docs/rules.md, R11 and R30). */
export interface StatusTerms {
  /** The status before the first observation. */
  readonly defaultStatus: Status;
  /** For how long an observation speaks at most; `Infinity`: until the next one. */
  readonly unknownAfter: Micros;
}

/** How open time is counted. */
export interface CountingTerms extends StatusTerms {
  /** Whether time that a closure covers is excluded, or counts as if there were no closures. */
  readonly closures: (typeof CLOSURE_TERMS)[number];
}

/** Those of a request; what is undefined is left to the service's settings. */
export type RequestedTerms = { readonly [Term in keyof CountingTerms]: CountingTerms[Term] | undefined };

/** The settings for terms that a request leaves open. */
export interface TermSettings {
  readonly DEFAULT_STATUS: Status;
  readonly UNKNOWN_AFTER?: Micros | undefined;
  readonly CLOSURES: CountingTerms['closures'];
}

/** The terms of a request. */
export function termsOf(requested: RequestedTerms, settings: TermSettings): CountingTerms {
  return {
    defaultStatus: requested.defaultStatus ?? settings.DEFAULT_STATUS,
    unknownAfter: requested.unknownAfter ?? settings.UNKNOWN_AFTER ?? Infinity,
    closures: requested.closures ?? settings.CLOSURES,
  };
}

/** How an `unknown_after` is written: `90s`, `45m`, `3h`, `2d`. */
export const UNKNOWN_AFTER = /^([0-9]{1,8})([smhd])$/;
const SHORTEST: Micros = 60 * SECOND;
const LONGEST: Micros = 400 * DAY;

/** A duration from 60 s to 400 days, in microseconds. Undefined if the text is not one. */
export function parseUnknownAfter(text: string): Micros | undefined {
  return parseDuration(text, UNKNOWN_AFTER, SHORTEST, LONGEST);
}

/** A duration in the largest unit of which it is a whole number: `3h`. */
export function formatUnknownAfter(duration: Micros): string {
  const units = Object.entries(UNITS).toReversed();
  const [name, unit] = units.find(([, length]) => duration % length === 0) ?? ['s', SECOND];
  return `${duration / unit}${name}`;
}
