import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeTimezone } from '../csv/rows';
import { RowSpool } from '../../platform/spool/row-spool';
import type { ImportStores } from '../../observations/write/import-stores';
import { nearestZone } from '../../stores/nearest-zone';
import { importTimezones } from '../../stores/timezones';
import { printable } from '../csv/header';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';

/** How many unknown zones the note of an import names. */
const NAMED_ZONES = 5;

/** `timezones` files: the last row that names a store sets its zone (docs/rules.md, R21). */
export class TimezoneIntake implements Intake {
  private readonly rows: RowSpool;
  private readonly unknownZones = new Set<string>();

  constructor(
    spoolDirectory: string,
    private readonly stores: ImportStores,
  ) {
    this.rows = new RowSpool(spoolDirectory);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeTimezone(record, layout);
    if (typeof row === 'string') {
      if (row === 'unknown_timezone') this.notice(record, layout);
      return row;
    }
    this.stores.indexOf(row.storeId);
    this.rows.row(3).int8(record.line).text(row.storeId).text(row.timezone);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  async write(client: PoolClient): Promise<IntakeOutcome> {
    const accepted = await importTimezones(client, this.rows.rows());
    return {
      accepted,
      unchanged: this.rows.count - accepted,
      changedFrom: accepted > 0 ? -Infinity : undefined,
      remarks: this.unknownZones.size > 0 ? [`Unknown time zones: ${this.namedZones()}.`] : [],
    };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }

  /** Remembers one zone more than are named, to tell that there are others. */
  private notice(record: CsvRecord, { columns }: Layout): void {
    if (this.unknownZones.size > NAMED_ZONES) return;
    this.unknownZones.add((record.fields?.[columns[1] ?? 0] ?? '').trim());
  }

  private namedZones(): string {
    const named = [...this.unknownZones].slice(0, NAMED_ZONES).map((zone) => {
      const nearest = nearestZone(zone);
      return nearest === undefined ? printable(zone) : `${printable(zone)} (did you mean ${nearest}?)`;
    });
    return [...named, ...(this.unknownZones.size > NAMED_ZONES ? ['…'] : [])].join(', ');
  }
}
