import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeObservation, type RejectReason } from '../csv/rows';
import { ObservationSorter } from '../observation-sorter';
import { ObservationWriter, type WriteCounts } from '../observation-writer';
import type { Intake } from './intake';

/** `store-status` files. */
export class ObservationIntake implements Intake {
  private readonly sorter: ObservationSorter;
  private readonly storeIds: string[] = [];
  private readonly placeOf = new Map<string, number>();
  private latest: Micros;

  /** @param maxFutureSkew how far past this machine's clock an observation may lie, in milliseconds */
  constructor(
    spoolDirectory: string,
    private readonly maxFutureSkew: number,
  ) {
    this.sorter = new ObservationSorter(spoolDirectory);
    this.latest = this.latestAllowed();
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeObservation(record, layout, this.latest);
    if (typeof row === 'string') return row;
    let place = this.placeOf.get(row.storeId);
    if (place === undefined) {
      place = this.storeIds.push(row.storeId) - 1;
      this.placeOf.set(row.storeId, place);
    }
    this.sorter.add(place, row.observedAt, row.active);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.sorter.makeRoom();
    this.latest = this.latestAllowed();
  }

  async write(client: PoolClient, importKey: number): Promise<WriteCounts> {
    return ObservationWriter.write(client, importKey, this.storeIds, this.sorter.sorted());
  }

  async close(): Promise<void> {
    await this.sorter.close();
  }

  private latestAllowed(): Micros {
    return (Date.now() + this.maxFutureSkew) * 1000;
  }
}
