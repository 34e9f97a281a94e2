import type { Micros } from '../../calculator/instants';

/** What writing an import's rows came to. */
export interface WriteOutcome {
  /** Rows that changed something. */
  readonly accepted: number;
  /** Rows that only repeated what was known. */
  readonly unchanged: number;
  /**
   * The earliest instant of a change; `-Infinity` for changes that concern every instant, such as business hours.
   * Undefined if nothing changed.
   */
  readonly changedFrom: Micros | undefined;
}
