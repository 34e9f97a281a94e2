import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeBusinessHours, storeIdOf } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import type { ImportStores } from '../../observations/write/import-stores';
import { dateText, weeklyRows } from '../../stores/schedules/schedule-text';
import { createScheduleRows, writeVersions } from '../../stores/schedules/write-versions';
import { IncompleteStores } from './incomplete-stores';
import type { IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';
import { SpooledIntake } from './spooled-intake';
import { versionsOutcome } from './versions-outcome';

/**
 * `business-hours` files: their rows replace the versions of the hours of each store that they name, unless one of its rows is
 * rejected (docs/rules.md, R21 and R27).
 */
export class BusinessHoursIntake extends SpooledIntake {
  private readonly incomplete: IncompleteStores;
  private hasDay0 = false;
  private hasDay7 = false;

  constructor(spoolDirectory: string, stores: ImportStores) {
    super(spoolDirectory, stores);
    this.incomplete = new IncompleteStores(spoolDirectory, stores);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeBusinessHours(record, layout);
    if (typeof row === 'string') {
      if (!this.hasDay0) this.noticeDay(record.fields?.[layout.columns[1] ?? 0]?.trim());
      this.incomplete.add(storeIdOf(record, layout));
      return row;
    }
    this.stores.indexOf(row.storeId);
    this.noticeDay(String(row.dayOfWeek));
    const [text = ''] = weeklyRows([row]);
    this.rows.row(3).text(row.storeId).text(dateText(row.from)).text(text);
    this.incomplete.addValid(row.storeId, record);
    return undefined;
  }

  override async flush(): Promise<void> {
    await super.flush();
    await this.incomplete.flush();
  }

  async write(client: PoolClient, importKey: number, mostRejects: number): Promise<IntakeOutcome> {
    await createScheduleRows(client);
    await copyInto(client, 'schedule_row', this.rows.rows());
    const { heldBack, remarks } = await this.incomplete.holdBack(client, importKey, mostRejects);
    const outcome = versionsOutcome(await writeVersions(client, importKey, 'hours'), this.rows.count - heldBack);
    const counts = this.hasDay7 && !this.hasDay0 ? [COUNTS_FROM_1] : [];
    return { ...outcome, heldBack, remarks: [...remarks, ...outcome.remarks, ...counts] };
  }

  override async close(): Promise<void> {
    await super.close();
    await this.incomplete.close();
  }

  private noticeDay(day: string | undefined): void {
    if (day === '0') this.hasDay0 = true;
    if (day === '7') this.hasDay7 = true;
  }
}

const COUNTS_FROM_1 =
  'The file has a day 7 and no day 0, so it seems to count from 1. Here 0 is Monday: the hours that were accepted may be a day off.';
