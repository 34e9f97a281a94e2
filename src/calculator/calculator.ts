import { forwardFill } from './forward-fill';
import { openIntervals } from './open-intervals';
import { windowFigures } from './window';

/** The calculator's public face, to be injected: three pure functions, each a step towards a store's figures. */
export class Calculator {
  readonly openIntervals = openIntervals;
  readonly forwardFill = forwardFill;
  readonly windowFigures = windowFigures;
}
