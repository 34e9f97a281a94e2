import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeSpecialHours } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import { dateText, specialRows } from '../../stores/schedules/schedule-text';
import { createScheduleRows, writeVersions } from '../../stores/schedules/write-versions';
import type { IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';
import { SpooledIntake } from './spooled-intake';
import { versionsOutcome } from './versions-outcome';

/** `special-hours` files: their rows replace those of each store and date that they name (docs/rules.md, R28). */
export class SpecialHoursIntake extends SpooledIntake {
  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeSpecialHours(record, layout);
    if (typeof row === 'string') return row;
    this.stores.indexOf(row.storeId);
    const [text = ''] = specialRows(row.hours ? [row.hours] : []);
    this.rows.row(3).text(row.storeId).text(dateText(row.date)).text(text);
    return undefined;
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    await createScheduleRows(client);
    await copyInto(client, 'schedule_row', this.rows.rows());
    return versionsOutcome(await writeVersions(client, importKey, 'special_hours'), this.rows.count);
  }
}
