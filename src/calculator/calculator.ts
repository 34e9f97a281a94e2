import { forwardFill } from './forward-fill';
import { openIntervals } from './open-intervals';
import { ledger } from './ledger';
import { windowFigures } from './window';

/** The calculator's public face, to be injected: pure functions, each a step towards a store's figures or their explanation. */
export class Calculator {
  readonly openIntervals = openIntervals;
  readonly forwardFill = forwardFill;
  readonly windowFigures = windowFigures;
  readonly ledger = ledger;
}
