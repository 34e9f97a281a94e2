import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeBusinessHours } from '../csv/rows';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import { RowSpool } from '../../platform/spool/row-spool';
import { importHours } from '../../stores/business-hours';
import type { Intake } from './intake';
import type { RejectReason } from '../reject-reasons';

/** `business-hours` files: they replace all hours of each store that an accepted row names (docs/rules.md, R21). */
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
    const { added, removed } = await importHours(client, this.rows.rows());
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
