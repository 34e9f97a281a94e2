import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeSpecialHours } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import type { ImportStores } from '../../observations/write/import-stores';
import { RowSpool } from '../../platform/spool/row-spool';
import { dateText, specialRows } from '../../stores/schedules/schedule-text';
import { createScheduleRows, writeVersions } from '../../stores/schedules/write-versions';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';
import { versionsOutcome } from './versions-outcome';

/** `special-hours` files: their rows replace those of each store and date that they name (docs/rules.md, R29). */
export class SpecialHoursIntake implements Intake {
  private readonly rows: RowSpool;

  constructor(
    spoolDirectory: string,
    private readonly stores: ImportStores,
  ) {
    this.rows = new RowSpool(spoolDirectory);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeSpecialHours(record, layout);
    if (typeof row === 'string') return row;
    this.stores.indexOf(row.storeId);
    const [text = ''] = specialRows(row.hours ? [row.hours] : []);
    this.rows.row(3).text(row.storeId).text(dateText(row.date)).text(text);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    await createScheduleRows(client);
    await copyInto(client, 'schedule_row', this.rows.rows());
    return versionsOutcome(await writeVersions(client, importKey, 'special_hours'), this.rows.count);
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
}
