import type { Micros } from '../calculator/instants';
import { isInRange, parseTimestamp } from '../common/timestamp';
import { isStoreId } from '../stores/store-id';
import type { Decoded } from './reject-reasons';

/** A decoded observation. */
export interface Observation {
  readonly storeId: string;
  readonly active: boolean;
  readonly observedAt: Micros;
}

/** The first and the last instant at which observations are accepted. */
export interface ObservationLimits {
  /** Later ones lie in the future: one wrong clock would move the `as_of` of every report. */
  readonly latest: Micros;
  /** Earlier ones would have to be compared with observations that were dropped. */
  readonly keptFrom: Micros;
}

/** @param maxFutureSkew how far past this machine's clock an observation may lie, in milliseconds */
export function observationLimits(maxFutureSkew: number, keptFrom: Micros): ObservationLimits {
  return { latest: (Date.now() + maxFutureSkew) * 1000, keptFrom };
}

/** Decodes an observation from its three texts, each already trimmed. */
export function toObservation(
  storeId: string,
  status: string,
  timestamp: string,
  { latest, keptFrom }: ObservationLimits,
): Decoded<Observation> {
  if (!isStoreId(storeId)) return 'invalid_store_id';
  const active = parseStatus(status);
  if (active === undefined) return 'invalid_status';
  const observedAt = parseTimestamp(timestamp);
  if (observedAt === undefined) return 'invalid_timestamp';
  if (observedAt > latest) return 'timestamp_in_future';
  if (!isInRange(observedAt)) return 'invalid_timestamp';
  if (observedAt < keptFrom) return 'before_retention';
  return { storeId, active, observedAt };
}

function parseStatus(text: string): boolean | undefined {
  if (text === 'active') return true;
  if (text === 'inactive') return false;
  const lower = text.toLowerCase();
  return lower === 'active' ? true : lower === 'inactive' ? false : undefined;
}
