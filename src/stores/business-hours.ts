import type { PoolClient } from 'pg';
import type { BusinessHours } from '../calculator/open-intervals';
import { formatLocalTime } from '../common/timestamp';
import { createStores } from './create-stores';

/** How many rows of business hours a write added and removed. */
interface HoursChange {
  readonly added: number;
  readonly removed: number;
}

/** Replaces all hours of one store, which is created if it is missing. Needs the lock of its bucket. */
export async function setHours(
  client: PoolClient,
  storeId: string,
  hours: readonly BusinessHours[],
): Promise<HoursChange> {
  return replaceHours(client, HOURS_OF_ONE_STORE, [
    storeId,
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map(({ opens }) => formatLocalTime(opens)),
    hours.map(({ closes }) => formatLocalTime(closes)),
  ]);
}

/**
 * Replaces all hours of every store that a relation names; creates stores that are missing. Needs the locks of
 * their buckets.
 * @param hours SQL of a relation `(store_id, day_of_week, opens, closes)`; a row with nothing but a store id means that the
 *   store has no hours
 */
export async function replaceHours(
  client: PoolClient,
  hours: string,
  parameters: readonly unknown[] = [],
): Promise<HoursChange> {
  const incoming = `WITH incoming AS NOT MATERIALIZED (${hours})`;
  await createStores(client, `SELECT DISTINCT store_id, NULL::text AS timezone FROM (${hours}) incoming`, parameters);
  const removed = await client.query(incoming + REMOVE_OTHERS, [...parameters]);
  const added = await client.query(incoming + ADD, [...parameters]);
  return { added: added.rowCount ?? 0, removed: removed.rowCount ?? 0 };
}

const HOURS_OF_ONE_STORE = `
  SELECT $1::text AS store_id, day_of_week, opens, closes
  FROM (VALUES (true)) store
  LEFT JOIN unnest($2::smallint[], $3::time[], $4::time[]) AS hours (day_of_week, opens, closes) ON true`;

const REMOVE_OTHERS = `
  DELETE FROM business_hours
  USING (
    SELECT bucket, store_key, day_of_week, opens, closes
    FROM business_hours JOIN store USING (bucket, store_key)
    JOIN (SELECT DISTINCT store_id FROM incoming) named USING (store_id)
    LEFT JOIN (SELECT *, true AS stays FROM incoming) staying USING (store_id, day_of_week, opens, closes)
    WHERE stays IS NULL
  ) other
  WHERE business_hours.bucket = other.bucket AND business_hours.store_key = other.store_key
    AND business_hours.day_of_week = other.day_of_week
    AND business_hours.opens = other.opens AND business_hours.closes = other.closes`;

const ADD = `
  INSERT INTO business_hours (bucket, store_key, day_of_week, opens, closes)
  SELECT bucket, store_key, day_of_week, opens, closes FROM incoming JOIN store USING (store_id)
  WHERE day_of_week IS NOT NULL
  ON CONFLICT DO NOTHING`;
