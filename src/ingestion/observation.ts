import type { Pool } from 'pg';
import type { Micros } from '../calculator/instants';
import { isInRange, parseTimestamp } from '../common/timestamp';
import { keptFrom } from '../observations/retention/kept-from';
import { databaseNow } from '../platform/database/clock/clock';
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

/**
 * Returns what tells the limits at any later moment, by PostgreSQL's clock: it is read once, and goes on from there.
 * @param maxFutureSkew how far in the future an observation may lie, in milliseconds
 */
export async function readLimits(database: Pool, maxFutureSkew: number): Promise<() => ObservationLimits> {
  const earliest = await keptFrom(database);
  const now = await databaseNow(database);
  const readAt = performance.now();
  return () => {
    const passed = performance.now() - readAt;
    return { latest: now + Math.round((passed + maxFutureSkew) * 1000), keptFrom: earliest };
  };
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
