import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { type Act, recordAct } from '../access/audit/act';
import type { BusinessHours } from '../calculator/open-intervals';
import type { WriteOutcome } from '../observations/write/write-outcome';
import { bucketOf } from '../stores/buckets/buckets';
import { setHours } from '../stores/business-hours';
import { StoresService } from '../stores/stores.service';
import { setTimezone } from '../stores/timezones';
import { lockBuckets } from '../stores/buckets/bucket-locks';
import type { ImportKind } from './csv/columns';
import { completeImport, startImport } from './imports/import-record';
import { REQUEST_PATIENCE, WriteQueue } from './write-queue';

/** Sets the time zone and the hours of one store, each time as an import of its own. Setting them again changes nothing. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly queue: WriteQueue,
    private readonly stores: StoresService,
  ) {}

  /**
   * Sets a store's time zone, null being the default; a zone creates a store that is missing, null does not, since the id
   * may be misspelt. Returns the import's id.
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setTimezone(storeId: string, timezone: string | null, bytes: number, by: Act): Promise<string> {
    return this.write(storeId, 'timezones', 1, bytes, by, async (client) => {
      if (timezone === null) await this.stores.find(storeId, client);
      const hasChanged = await setTimezone(client, storeId, timezone);
      return hasChanged
        ? { accepted: 1, unchanged: 0, changedFrom: -Infinity }
        : { accepted: 0, unchanged: 1, changedFrom: undefined };
    });
  }

  /**
   * Replaces all hours of a store. Hours create a store that is missing; an empty list does not, and is counted as one row.
   * Returns the import's id.
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setHours(storeId: string, hours: readonly BusinessHours[], bytes: number, by: Act): Promise<string> {
    const rows = Math.max(1, hours.length);
    return this.write(storeId, 'business-hours', rows, bytes, by, async (client) => {
      if (hours.length === 0) await this.stores.find(storeId, client);
      const { added, removed } = await setHours(client, storeId, hours);
      const accepted = hours.length === 0 ? Math.min(1, removed) : added;
      return { accepted, unchanged: rows - accepted, changedFrom: added + removed > 0 ? -Infinity : undefined };
    });
  }

  private async write(
    storeId: string,
    kind: ImportKind,
    rowsRead: number,
    bytesRead: number,
    by: Act,
    work: (client: PoolClient) => Promise<WriteOutcome>,
  ): Promise<string> {
    this.queue.refuseIfFull();
    const buckets = [bucketOf(storeId)];
    return this.queue.write(buckets, REQUEST_PATIENCE, async (client) => {
      await lockBuckets(client, buckets);
      const started = await startImport(client, kind, 'json');
      if (!started) throw new Error('an import without an idempotency key was not recorded');
      const outcome = await work(client);
      await completeImport(
        client,
        started.importKey,
        { bytesRead, rowsRead, rowsRejected: 0, rejectsKept: 0 },
        outcome,
      );
      await recordAct(client, by, { import_id: started.importId });
      return started.importId;
    });
  }
}
