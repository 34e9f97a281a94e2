import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeTimezone } from '../csv/rows';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import type { ImportStores } from '../../observations/write/import-stores';
import { nearestZone } from '../../stores/nearest-zone';
import { importTimezones } from '../../stores/timezones';
import { printable } from '../csv/header';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';

/** How many unknown zones the note of an import names. */
const NAMED_ZONES = 5;

/** What the rows of a store come to, in their order. */
interface ZonesOfStore {
  readonly first: string;
  last: string;
  /** How many of them differ from the one before. */
  changes: number;
}

/** `timezones` files: the last row that names a store sets its zone (docs/rules.md, R21). */
export class TimezoneIntake implements Intake {
  /** By the index of their store. */
  private readonly zones: ZonesOfStore[] = [];
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
    const zones = this.zones[store];
    if (!zones) {
      this.zones[store] = { first: row.timezone, last: row.timezone, changes: 0 };
    } else if (zones.last !== row.timezone) {
      zones.last = row.timezone;
      zones.changes++;
    }
    return undefined;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async write(client: PoolClient): Promise<IntakeOutcome> {
    // The rows in between change what the database never sees.
    const between = this.zones.reduce((sum, { first, last, changes }) => sum + changes - (first === last ? 0 : 1), 0);
    const accepted = between + (await importTimezones(client, this.firstAndLast()));
    return {
      accepted,
      unchanged: this.rows - accepted,
      changedFrom: accepted > 0 ? -Infinity : undefined,
      remarks: this.unknownZones.size > 0 ? [`Unknown time zones: ${this.namedZones()}.`] : [],
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private *firstAndLast(): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const [store, { first, last }] of this.zones.entries()) {
      const id = this.stores.idAt(store);
      rows.row(3).int8(1).text(id).text(first);
      if (last !== first) rows.row(3).int8(2).text(id).text(last);
      if (rows.full) yield rows.take();
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
