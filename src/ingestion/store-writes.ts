import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { type Act, recordAct } from '../access/audit/act';
import type { WriteOutcome } from '../observations/write/write-outcome';
import { lockBuckets } from '../stores/buckets/bucket-locks';
import { bucketOf } from '../stores/buckets/buckets';
import type { ImportKind } from './csv/columns';
import { startOfImport } from './imports/import-metrics';
import { completeImport, startImport } from './imports/import-record';
import type { ImportOutcome } from './intake/intake';
import { REQUEST_PATIENCE, WriteQueue } from './write-queue';

/** What comes with a write: the length of its body, and who sent it. */
export interface Sent {
  readonly bytes: number;
  readonly by: Act;
}

/** Writes what a request says of one store, as an import of its own. */
@Injectable()
export class StoreWrites {
  constructor(private readonly queue: WriteQueue) {}

  /**
   * Runs `work` in a transaction that has the lock of the store's bucket, and that records the import and its entry in the
   * audit. Returns the import's id.
   * @param rowsRead how many rows the request has
   * @throws CodedError `too_busy`, and what `work` throws
   */
  async write(
    kind: ImportKind,
    storeId: string,
    rowsRead: number,
    { bytes: bytesRead, by }: Sent,
    work: (client: PoolClient, importKey: number) => Promise<ImportOutcome>,
  ): Promise<string> {
    const ended = startOfImport(kind, 'json');
    this.queue.refuseIfFull();
    const buckets = [bucketOf(storeId)];
    const { importId, outcome } = await this.queue.write(buckets, REQUEST_PATIENCE, async (client) => {
      await lockBuckets(client, buckets);
      const started = await startImport(client, kind, 'json');
      if (!started) throw new Error('an import without an idempotency key was not recorded');
      const outcome = await work(client, started.importKey);
      const counts = { bytesRead, rowsRead, rowsRejected: 0, rejectsKept: 0 };
      await completeImport(client, started.importKey, counts, outcome);
      await recordAct(client, by, { import_id: started.importId });
      return { importId: started.importId, outcome };
    });
    ended({ ...outcome, rejected: new Map() });
    return importId;
  }
}

/** What a write came to that is one row. */
export function oneRow(hasChanged: boolean): WriteOutcome {
  return hasChanged
    ? { accepted: 1, unchanged: 0, changedFrom: -Infinity }
    : { accepted: 0, unchanged: 1, changedFrom: undefined };
}
