import type { PoolClient } from 'pg';
import { copyInto } from '../../platform/database/database';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeBusinessHours } from '../csv/rows';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import { RowSpool } from '../../platform/spool/spool';
import type { Intake } from './intake';
import type { RejectReason } from '../reject-reasons';

/** `business-hours` files: they replace all hours of each store that an accepted row names, and leave others alone. */
export class BusinessHoursIntake implements Intake {
  private readonly rows: RowSpool;

  constructor(spoolDirectory: string) {
    this.rows = new RowSpool(spoolDirectory);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeBusinessHours(record, layout);
    if (typeof row === 'string') return row;
    this.rows.row(4).text(row.storeId).int2(row.dayOfWeek).int8(row.opens).int8(row.closes);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  async write(client: PoolClient): Promise<WriteOutcome> {
    const { added, removed } = await replaceHours(client, () => copyInto(client, 'given', this.rows.rows()));
    return {
      accepted: added,
      unchanged: this.rows.count - added,
      changedFrom: added + removed > 0 ? -Infinity : undefined,
    };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
}

/**
 * Replaces all hours of the stores that are given, and creates those that are missing. Needs the turn to write.
 * @param fill fills the table `given (store_id, day_of_week, opens, closes)`; a row with nothing but a store has no hours
 * @returns how many hours are new, and how many are gone
 */
export async function replaceHours(
  client: PoolClient,
  fill: () => Promise<unknown>,
): Promise<{ added: number; removed: number }> {
  await client.query(CREATE_GIVEN);
  await fill();
  await client.query('ANALYZE given');
  await client.query(CREATE_STORES);
  const removed = await client.query(REMOVE_OTHERS);
  const added = await client.query(ADD);
  return { added: added.rowCount ?? 0, removed: removed.rowCount ?? 0 };
}

const CREATE_GIVEN = `
  CREATE TEMPORARY TABLE given (
    store_id text COLLATE "C", day_of_week smallint, opens time, closes time
  ) ON COMMIT DROP`;

const CREATE_STORES = `
  INSERT INTO store (store_id)
  SELECT store_id FROM given
  WHERE NOT EXISTS (SELECT FROM store WHERE store.store_id = given.store_id)
  GROUP BY store_id ORDER BY store_id`;

const REMOVE_OTHERS = `
  DELETE FROM business_hours
  USING store
  WHERE business_hours.store_key = store.store_key
    AND store.store_id IN (SELECT store_id FROM given)
    AND NOT EXISTS (
      SELECT FROM given
      WHERE given.store_id = store.store_id AND given.day_of_week = business_hours.day_of_week
        AND given.opens = business_hours.opens AND given.closes = business_hours.closes)`;

const ADD = `
  INSERT INTO business_hours (store_key, day_of_week, opens, closes)
  SELECT DISTINCT store_key, day_of_week, opens, closes FROM given JOIN store USING (store_id)
  WHERE day_of_week IS NOT NULL
  ON CONFLICT DO NOTHING`;
