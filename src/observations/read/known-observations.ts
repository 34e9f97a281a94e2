import type { ClientBase, Pool } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import { KEPT_FROM } from '../retention/kept-from';

/** An observation, and how it was received. */
export interface KnownObservation {
  readonly observedAt: Micros;
  readonly active: boolean;
  /** Undefined if the observation was dropped and only the start of its status run is known. */
  readonly received: Receipt | undefined;
}

/** The import that an observation came with. */
interface Receipt {
  readonly importId: string;
  readonly at: Date;
}

/** An observation that was not dropped. */
export interface StoredObservation extends KnownObservation {
  readonly received: Receipt;
}

/** A store's first stored observations within a range by instant, at most `limit`. */
export async function storedObservations(
  database: ClientBase | Pool,
  storeKey: number,
  { from, to }: Interval,
  limit: number,
): Promise<StoredObservation[]> {
  const found = await database.query<StoredRow>(withImports(STORED), [
    storeKey,
    from,
    to,
    limit,
    bucketOfKey(storeKey),
  ]);
  return found.rows.map((row) => ({
    ...observationIn(row),
    received: { importId: row.import_id, at: row.created_at },
  }));
}

/**
 * What explains a store's status within a range: the latest observation at or before its start, and the first ones within
 * it by instant, at most `limit`. Where observations were dropped, the starts of status runs take their place.
 */
export async function knownObservations(
  database: ClientBase | Pool,
  storeKey: number,
  { from, to }: Interval,
  limit: number,
): Promise<KnownObservation[]> {
  const found = await database.query<StoredRow | DroppedRow>(withImports(STORED_OR_DROPPED), [
    storeKey,
    from,
    to,
    limit,
    bucketOfKey(storeKey),
  ]);
  return found.rows.map((row) => ({
    ...observationIn(row),
    received: row.import_id === null ? undefined : { importId: row.import_id, at: row.created_at },
  }));
}

interface ObservationRow {
  readonly observed_at: string;
  readonly active: boolean;
}

interface StoredRow extends ObservationRow {
  readonly import_id: string;
  readonly created_at: Date;
}

interface DroppedRow extends ObservationRow {
  readonly import_id: null;
  readonly created_at: null;
}

function observationIn({ observed_at, active }: ObservationRow) {
  return { observedAt: Number(observed_at), active };
}

/**
 * SQL: observations by instant with their imports, which one statement joins for a whole page.
 * @param observations SQL of a relation `(observed_at, active, import_key)`
 */
function withImports(observations: string): string {
  return `
    SELECT ${toMicros('observed_at')} AS observed_at, active, import_id, created_at
    FROM (${observations}) known LEFT JOIN import USING (import_key)
    ORDER BY known.observed_at`;
}

const FROM = fromMicros('$2::bigint');
const TO = fromMicros('$3::bigint');

const STORED = `
  SELECT observed_at, active, import_key FROM observation
  WHERE store_key = $1 AND bucket = $5 AND observed_at >= ${FROM} AND observed_at < ${TO}
  ORDER BY observed_at LIMIT $4`;

const STORED_OR_DROPPED = `
  (SELECT observed_at, active, import_key FROM observation
   WHERE store_key = $1 AND bucket = $5 AND observed_at <= ${FROM} ORDER BY observed_at DESC LIMIT 1)
  UNION ALL
  (SELECT observed_at, active, import_key FROM observation
   WHERE store_key = $1 AND bucket = $5 AND observed_at > ${FROM} AND observed_at < ${TO} ORDER BY observed_at LIMIT $4)
  UNION ALL
  (SELECT started_at, active, NULL FROM status_run
   WHERE store_key = $1 AND bucket = $5 AND started_at <= ${FROM} AND started_at < ${KEPT_FROM} ORDER BY started_at DESC LIMIT 1)
  UNION ALL
  (SELECT started_at, active, NULL FROM status_run
   WHERE store_key = $1 AND bucket = $5 AND started_at > ${FROM} AND started_at < ${TO} AND started_at < ${KEPT_FROM}
   ORDER BY started_at LIMIT $4)`;
