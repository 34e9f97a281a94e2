import type { Pool, PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { ObservationScanner } from '../csv/observation-scanner';
import { decodeObservation } from '../csv/rows';
import type { ObservationLimits } from '../observation';
import { type ObservationColumns, ObservationSorter } from '../../observations/write/observation-sorter';
import { knownKeys } from '../../observations/write/known-stores';
import { ObservationWriter } from '../../observations/write/observation-writer';
import { begun } from '../../platform/spool/read-ahead';
import { loadWeeks, type WeekLoad } from '../../observations/write/weeks/week-load';
import type { RejectReason } from '../reject-reasons';
import type { ImportStores } from '../../observations/write/import-stores';
import type { Intake, IntakeOutcome } from './intake';

/** `store-status` files. */
export class ObservationIntake implements Intake {
  private readonly sorter: ObservationSorter;
  private readonly scanner: ObservationScanner;
  /** Set with the first row of each batch: the body may have paused before it. */
  private limits: ObservationLimits | undefined;
  /** The weeks to load before there are locks, and the keys of the stores. */
  private toLoad: { readonly weeks: ReadonlySet<number>; readonly keys: Int32Array } | undefined;
  private loads: ReadonlyMap<number, WeekLoad> | undefined;
  /** The rows in order, from `begin` on. */
  private sorted: AsyncIterable<ObservationColumns> | undefined;

  /** @param limitsNow see `readLimits` */
  constructor(
    spoolDirectory: string,
    private readonly limitsNow: () => ObservationLimits,
    private readonly stores: ImportStores,
  ) {
    this.sorter = new ObservationSorter(stores, spoolDirectory);
    this.scanner = new ObservationScanner(stores);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const { scanner } = this;
    const limits = (this.limits ??= this.limitsNow());
    if (scanner.scan(record, layout, limits)) {
      this.sorter.add(scanner.store, scanner.observedAt, scanner.active);
      return undefined;
    }
    const row = decodeObservation(record, layout, limits);
    if (typeof row === 'string') return row;
    this.sorter.add(this.stores.indexOf(row.storeId), row.observedAt, row.active);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.sorter.makeRoom();
    this.limits = undefined;
  }

  async prepare(database: Pool): Promise<void> {
    const weeks = await this.sorter.createWeeks(database);
    if (weeks.size > 0) this.toLoad = { weeks, keys: await knownKeys(database, await this.stores.sortedIds()) };
  }

  async begin(client: PoolClient, importKey: number): Promise<void> {
    if (this.toLoad) {
      const { weeks, keys } = this.toLoad;
      this.loads = await loadWeeks(client, importKey, keys, weeks, this.sorter.sorted());
    }
    this.sorted = await begun(this.sorter.sorted());
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    const sorted = this.sorted ?? this.sorter.sorted();
    const outcome = await ObservationWriter.write(client, importKey, await this.stores.sortedIds(), sorted, this.loads);
    return { ...outcome, lastObservedAt: this.sorter.latest };
  }

  async close(): Promise<void> {
    await this.sorter.close();
  }
}
