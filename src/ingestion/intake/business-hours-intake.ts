import type { PoolClient } from 'pg';
import { copyInto } from '../../database/database';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeBusinessHours } from '../csv/rows';
import type { WriteOutcome } from '../write-outcome';
import { RowSpool } from '../spool';
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
    await client.query(CREATE_GIVEN);
    await copyInto(client, 'given', this.rows.rows());
    await client.query('ANALYZE given');
    await client.query(CREATE_STORES);
    const removed = await client.query(REMOVE_OTHERS);
    const added = await client.query(ADD);
    const accepted = added.rowCount ?? 0;
    const hasChanged = accepted > 0 || (removed.rowCount ?? 0) > 0;
    return { accepted, unchanged: this.rows.count - accepted, changedFrom: hasChanged ? -Infinity : undefined };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
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
  ON CONFLICT DO NOTHING`;
