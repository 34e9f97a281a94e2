import { ledger } from './ledger';
import { openIntervals } from './open-intervals';
import { windowFigures } from './window-figures';

/** The calculations that services inject. All are pure functions of their arguments. */
export class Calculator {
  readonly openIntervals = openIntervals;
  readonly windowFigures = windowFigures;
  readonly ledger = ledger;
}
