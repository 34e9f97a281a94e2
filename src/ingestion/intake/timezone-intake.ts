import type { PoolClient } from 'pg';
import { copyInto } from '../../platform/database/database';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeTimezone } from '../csv/rows';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import { RowSpool } from '../../platform/spool/spool';
import type { Intake } from './intake';
import type { RejectReason } from '../reject-reasons';

/** `timezones` files: the last row that names a store sets its zone. */
export class TimezoneIntake implements Intake {
  private readonly rows: RowSpool;

  constructor(spoolDirectory: string) {
    this.rows = new RowSpool(spoolDirectory);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeTimezone(record, layout);
    if (typeof row === 'string') return row;
    this.rows.row(3).int8(record.line).text(row.storeId).text(row.timezone);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  async write(client: PoolClient): Promise<WriteOutcome> {
    const accepted = await setTimezones(client, () => copyInto(client, 'given', this.rows.rows()));
    return { accepted, unchanged: this.rows.count - accepted, changedFrom: accepted > 0 ? -Infinity : undefined };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
}

/**
 * Sets the zones of the stores that are given, and creates those that are missing. Needs the turn to write.
 * @param fill fills the table `given (line, store_id, timezone)`; a zone that is null is the default time zone
 * @returns how many rows changed something, as if each came by itself
 */
export async function setTimezones(client: PoolClient, fill: () => Promise<unknown>): Promise<number> {
  await client.query(CREATE_GIVEN);
  await fill();
  await client.query('ANALYZE given');
  const counted = await client.query<{ accepted: string }>(COUNT_ACCEPTED);
  await client.query(SET_TIMEZONES);
  await client.query(CREATE_STORES);
  return Number(counted.rows[0]?.accepted ?? 0);
}

const CREATE_GIVEN = `
  CREATE TEMPORARY TABLE given (line bigint, store_id text COLLATE "C", timezone text) ON COMMIT DROP`;

/** As if each row came by itself: it counts when it differs from the row before, the first one from what is stored. */
const COUNT_ACCEPTED = `
  SELECT count(*) AS accepted
  FROM (
    SELECT given.timezone,
           lag(given.timezone, 1, store.timezone) OVER (PARTITION BY given.store_id ORDER BY line) AS before
    FROM given LEFT JOIN store USING (store_id)
  ) said
  WHERE timezone IS DISTINCT FROM before`;

const SET_TIMEZONES = `
  UPDATE store SET timezone = said.timezone
  FROM (SELECT DISTINCT ON (store_id) store_id, timezone FROM given ORDER BY store_id, line DESC) said
  WHERE store.store_id = said.store_id AND store.timezone IS DISTINCT FROM said.timezone`;

const CREATE_STORES = `
  INSERT INTO store (store_id, timezone)
  SELECT store_id, timezone
  FROM (SELECT DISTINCT ON (store_id) store_id, timezone FROM given ORDER BY store_id, line DESC) said
  WHERE NOT EXISTS (SELECT FROM store WHERE store.store_id = said.store_id)
  ORDER BY store_id`;
