import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeBusinessHours, storeIdOf } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import type { ImportStores } from '../../observations/write/import-stores';
import { RowSpool } from '../../platform/spool/row-spool';
import { replaceHours } from '../../stores/business-hours';
import { IncompleteStores } from './incomplete-stores';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';

/**
 * `business-hours` files: they replace all hours of each store that they name, unless one of its rows is rejected
 * (docs/rules.md, R21).
 */
export class BusinessHoursIntake implements Intake {
  private readonly rows: RowSpool;
  private readonly incomplete: IncompleteStores;
  private hasDay0 = false;
  private hasDay7 = false;

  constructor(
    spoolDirectory: string,
    private readonly stores: ImportStores,
  ) {
    this.rows = new RowSpool(spoolDirectory);
    this.incomplete = new IncompleteStores(spoolDirectory, stores);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeBusinessHours(record, layout);
    if (typeof row === 'string') {
      if (!this.hasDay0) this.noticeDay(record.fields?.[layout.columns[1] ?? 0]?.trim());
      this.incomplete.add(storeIdOf(record, layout));
      return row;
    }
    const { storeId, dayOfWeek, opens, closes } = row;
    this.stores.indexOf(storeId);
    this.noticeDay(String(dayOfWeek));
    this.rows.row(4).text(storeId).int2(dayOfWeek).int8(opens).int8(closes);
    this.incomplete.addValid(storeId, record);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
    await this.incomplete.flush();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async write(client: PoolClient, importKey: number, mostRejects: number): Promise<IntakeOutcome> {
    await client.query(CREATE_HOURS_ROW);
    await copyInto(client, 'hours_row', this.rows.rows());
    await client.query('ANALYZE hours_row');
    const { heldBack, remarks } = await this.incomplete.holdBack(client, importKey, mostRejects);
    const { added, removed } = await replaceHours(client, 'SELECT store_id, day_of_week, opens, closes FROM hours_row');
    return {
      accepted: added,
      unchanged: this.rows.count - heldBack - added,
      changedFrom: added + removed > 0 ? -Infinity : undefined,
      heldBack,
      remarks: this.hasDay7 && !this.hasDay0 ? [...remarks, COUNTS_FROM_1] : remarks,
    };
  }

  async close(): Promise<void> {
    await this.rows.close();
    await this.incomplete.close();
  }

  private noticeDay(day: string | undefined): void {
    if (day === '0') this.hasDay0 = true;
    if (day === '7') this.hasDay7 = true;
  }
}

const CREATE_HOURS_ROW = `
  CREATE TEMPORARY TABLE hours_row (
    store_id text COLLATE "C", day_of_week smallint, opens time, closes time
  ) ON COMMIT DROP`;

const COUNTS_FROM_1 =
  'The file has a day 7 and no day 0, so it seems to count from 1. Here 0 is Monday: the hours that were accepted may be a day off.';
