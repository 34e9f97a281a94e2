import type { Micros } from '../../calculator/instants';

/** What came of rows that were written. */
export interface WriteOutcome {
  /** Rows that changed something. */
  readonly accepted: number;
  /** Rows that only said again what was known. */
  readonly unchanged: number;
  /**
   * The earliest instant of which something else is known now; `-Infinity`: something that has no instant. Undefined:
   * all is as it was.
   */
  readonly changedFrom: Micros | undefined;
}
