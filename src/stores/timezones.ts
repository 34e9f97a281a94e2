import type { PoolClient } from 'pg';
import { copyInto } from '../platform/database/database';
import { createStores } from './create-stores';

/**
 * Sets the time zone of every store that the rows name, the last row of a store winning; creates stores that are missing.
 * Needs the locks of their buckets.
 * @param rows binary COPY rows `(line int8, store_id text, timezone text)`; the line is that of the row among those of its store
 * @returns how many rows changed something, counted as if each came by itself
 */
export async function importTimezones(
  client: PoolClient,
  rows: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<number> {
  return setTimezones(client, () => copyInto(client, 'incoming', rows));
}

/**
 * Sets the time zone of one store, which is created if it is missing; null stands for the default time zone. Needs the
 * lock of its bucket. Returns whether that changed anything.
 */
export async function setTimezone(client: PoolClient, storeId: string, timezone: string | null): Promise<boolean> {
  const fill = () =>
    client.query('INSERT INTO incoming (line, store_id, timezone) VALUES (1, $1, $2)', [storeId, timezone]);
  return (await setTimezones(client, fill)) > 0;
}

async function setTimezones(client: PoolClient, fill: () => Promise<unknown>): Promise<number> {
  await client.query(CREATE_INCOMING);
  await fill();
  await client.query('ANALYZE incoming');
  const counted = await client.query<{ accepted: string }>(COUNT_ACCEPTED);
  await client.query(SET_TIMEZONES);
  await createStores(client, LAST_ROWS);
  return Number(counted.rows[0]?.accepted ?? 0);
}

const CREATE_INCOMING = `
  CREATE TEMPORARY TABLE incoming (line bigint, store_id text COLLATE "C", timezone text) ON COMMIT DROP`;

/** A row counts if its zone differs from that of the store's row before, or for the first one from the stored zone. */
const COUNT_ACCEPTED = `
  SELECT count(*) AS accepted
  FROM (
    SELECT incoming.timezone,
           lag(incoming.timezone, 1, store.timezone) OVER (PARTITION BY incoming.store_id ORDER BY line) AS before
    FROM incoming LEFT JOIN store USING (store_id)
  ) compared
  WHERE timezone IS DISTINCT FROM before`;

const LAST_ROWS = 'SELECT DISTINCT ON (store_id) store_id, timezone FROM incoming ORDER BY store_id, line DESC';

const SET_TIMEZONES = `
  UPDATE store SET timezone = last_row.timezone
  FROM (${LAST_ROWS}) last_row
  WHERE store.store_id = last_row.store_id AND store.timezone IS DISTINCT FROM last_row.timezone`;
