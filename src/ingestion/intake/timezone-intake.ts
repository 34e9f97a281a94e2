import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeTimezone } from '../csv/rows';
import type { WriteOutcome } from '../../observations/write/write-outcome';
import { RowSpool } from '../../platform/spool/row-spool';
import { importTimezones } from '../../stores/timezones';
import type { Intake } from './intake';
import type { RejectReason } from '../reject-reasons';

/** `timezones` files: the last row that names a store sets its zone (docs/rules.md, R21). */
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
    const accepted = await importTimezones(client, this.rows.rows());
    return { accepted, unchanged: this.rows.count - accepted, changedFrom: accepted > 0 ? -Infinity : undefined };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
}
