import type { Micros } from '../../../calculator/instants';
import { Problem } from '../problem';
import { isInRange, parseTimestamp } from '../../../common/timestamp';

/**
 * An instant in a query.
 * @throws Problem 400 `invalid_` and the parameter's name where it is none, or is missing
 */
export function instantParameter(name: string, value: unknown): Micros {
  const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (instant !== undefined && !isInRange(instant)) {
    throw new Problem(400, `invalid_${name}`, `${name} must lie between 5 August 1684 and 5 June 2255.`);
  }
  if (instant === undefined) {
    throw new Problem(400, `invalid_${name}`, `${name} must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z.`);
  }
  return instant;
}
