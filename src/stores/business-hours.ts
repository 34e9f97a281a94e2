import type { PoolClient } from 'pg';
import type { BusinessHours } from '../calculator/open-intervals';
import { formatLocalTime } from '../common/timestamp';
import { copyInto } from '../platform/database/database';
import { createStores } from './create-stores';

/** How many rows of business hours a write added and removed. */
interface HoursChange {
  readonly added: number;
  readonly removed: number;
}

/**
 * Replaces all hours of every store that the rows name; creates stores that are missing. Needs the write lock.
 * @param rows binary COPY rows `(store_id text, day_of_week int2, opens time, closes time)`
 */
export async function importHours(client: PoolClient, rows: AsyncIterable<Buffer>): Promise<HoursChange> {
  return replaceHours(client, () => copyInto(client, 'incoming', rows));
}

/** Replaces all hours of one store, which is created if it is missing. Needs the write lock. */
export async function setHours(
  client: PoolClient,
  storeId: string,
  hours: readonly BusinessHours[],
): Promise<HoursChange> {
  const columns = [
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map(({ opens }) => formatLocalTime(opens)),
    hours.map(({ closes }) => formatLocalTime(closes)),
  ];
  return replaceHours(client, () => client.query(FILL_FOR_ONE_STORE, [storeId, ...columns]));
}

/** @param fill fills the table `incoming`; a row with nothing but a store id means that the store has no hours */
async function replaceHours(client: PoolClient, fill: () => Promise<unknown>): Promise<HoursChange> {
  await client.query(CREATE_INCOMING);
  await fill();
  await client.query('ANALYZE incoming');
  await createStores(client, 'SELECT DISTINCT store_id, NULL::text AS timezone FROM incoming');
  const removed = await client.query(REMOVE_OTHERS);
  const added = await client.query(ADD);
  return { added: added.rowCount ?? 0, removed: removed.rowCount ?? 0 };
}

const CREATE_INCOMING = `
  CREATE TEMPORARY TABLE incoming (
    store_id text COLLATE "C", day_of_week smallint, opens time, closes time
  ) ON COMMIT DROP`;

const FILL_FOR_ONE_STORE = `
  INSERT INTO incoming (store_id, day_of_week, opens, closes)
  SELECT $1, day_of_week, opens, closes
  FROM (VALUES (true)) store
  LEFT JOIN unnest($2::smallint[], $3::time[], $4::time[]) AS hours (day_of_week, opens, closes) ON true`;

const REMOVE_OTHERS = `
  DELETE FROM business_hours
  USING store
  WHERE business_hours.store_key = store.store_key
    AND store.store_id IN (SELECT store_id FROM incoming)
    AND NOT EXISTS (
      SELECT FROM incoming
      WHERE incoming.store_id = store.store_id AND incoming.day_of_week = business_hours.day_of_week
        AND incoming.opens = business_hours.opens AND incoming.closes = business_hours.closes)`;

const ADD = `
  INSERT INTO business_hours (store_key, day_of_week, opens, closes)
  SELECT store_key, day_of_week, opens, closes FROM incoming JOIN store USING (store_id)
  WHERE day_of_week IS NOT NULL
  ON CONFLICT DO NOTHING`;
