import type { PoolClient } from 'pg';
import type { LocalDate } from '../../calculator/schedule/schedule';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeTimezone } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import type { ImportStores } from '../../observations/write/import-stores';
import { nearestZone } from '../../stores/nearest-zone';
import { dateText } from '../../stores/schedules/schedule-text';
import { createScheduleRows, writeVersions } from '../../stores/schedules/write-versions';
import { printable } from '../csv/header';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';
import { versionsOutcome } from './versions-outcome';

/** How many unknown zones the note of an import names. */
const NAMED_ZONES = 5;

/**
 * `timezones` files: of the rows for one store and date, the last sets the zone, and the others count as unchanged
 * (docs/rules.md, R21 and R27).
 */
export class TimezoneIntake implements Intake {
  /** By the date from which they are in force, then by the index of their store: a map for each store takes much more memory. */
  private readonly zones = new Map<LocalDate, Map<number, string>>();
  private rows = 0;
  private readonly unknownZones = new Set<string>();

  constructor(private readonly stores: ImportStores) {}

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeTimezone(record, layout);
    if (typeof row === 'string') {
      if (row === 'unknown_timezone') this.notice(record, layout);
      return row;
    }
    this.rows++;
    const store = this.stores.indexOf(row.storeId);
    const zones = this.zones.get(row.from) ?? new Map<number, string>();
    this.zones.set(row.from, zones.set(store, row.timezone));
    return undefined;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    await createScheduleRows(client);
    await copyInto(client, 'schedule_row', this.lastRows());
    const outcome = versionsOutcome(await writeVersions(client, importKey, 'timezones'), this.rows);
    const unknown = this.unknownZones.size > 0 ? [`Unknown time zones: ${this.namedZones()}.`] : [];
    return { ...outcome, remarks: [...outcome.remarks, ...unknown] };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private *lastRows(): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const [from, zones] of this.zones) {
      for (const [store, zone] of zones) {
        rows.row(3).text(this.stores.idAt(store)).text(dateText(from)).text(zone);
        if (rows.full) yield rows.take();
      }
    }
    yield rows.take();
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
