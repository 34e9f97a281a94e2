/** One row of business hours, or one opening of a special date; in microseconds after local midnight. */
export interface NaiveOpening {
  opens: number;
  closes: number;
}

/** The openings of a week; 0 = Monday. Without any the store is always open. */
export type NaiveWeek = (NaiveOpening & { dayOfWeek: number })[];

/** The instants from `from` (included) to `to` (excluded). */
export interface NaiveClosure {
  from: number;
  to: number;
}

/** What is known of a store. Local dates are text, such as `2024-10-05`, which sorts as the dates do. */
export interface NaiveStore {
  timezone: string;
  hours: NaiveWeek;
  /** By dates: what takes the place of `timezone` from that date on, until the next of these dates. */
  laterTimezones?: Record<string, string>;
  /** The same for `hours`. */
  laterHours?: Record<string, NaiveWeek | 'closed'>;
  /** By dates: the openings of that date; none: closed. */
  specialHours?: Record<string, NaiveOpening[]>;
  /** The date at whose midnight all scheduled time ends. */
  archivedFrom?: string;
  endOfDayGrace: boolean;
  /** In any order, at most one for each instant. */
  observations: { at: number; active: boolean }[];
  /** In any order; may overlap. */
  closures?: NaiveClosure[];
}

/** How a report counts. */
export interface NaiveTerms {
  /** Before the first observation; active unless given. */
  defaultStatus?: 'active' | 'inactive' | 'unknown';
  /** How many microseconds an observation speaks for; without end unless given. */
  unknownAfter?: number;
  ignoresClosures?: boolean;
}
