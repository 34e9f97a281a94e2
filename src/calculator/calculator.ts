import { ledger } from './ledger';
import { openIntervals } from './schedule/open-intervals';
import { windowFigures } from './figures/window-figures';

/** The calculations that services inject. All are pure functions of their arguments. */
export class Calculator {
  readonly openIntervals = openIntervals;
  readonly windowFigures = windowFigures;
  readonly ledger = ledger;
}
