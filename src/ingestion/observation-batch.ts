import type { Pool, PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { CopyWriter } from '../platform/database/copy/copy-writer';
import { begun } from '../platform/spool/read-ahead';
import { countRejected, type ImportedRows } from './imports/import-metrics';
import { completeImport, type Idempotency, startImport, writeRejects } from './imports/import-record';
import type { ImportSource } from './imports/import.entity';
import { type ObservationLimits, toObservation } from './observation';
import { type ObservationColumns, ObservationSorter } from '../observations/write/observation-sorter';
import { ObservationWriter } from '../observations/write/observation-writer';
import type { WriteOutcome } from '../observations/write/write-outcome';
import { type RejectReason, truncated } from './reject-reasons';
import { ImportStores } from '../observations/write/import-stores';

/** A rejected message. */
export interface RejectedMessage {
  /** The index within a request, or the offset within a partition. */
  readonly position: number;
  readonly reason: RejectReason;
  /** As it is stored: see `truncated`; empty if it is not kept. */
  readonly text: string;
}

/** Where a batch comes from, and how it is recognised if it is sent again. */
interface BatchOrigin {
  readonly source: Exclude<ImportSource, 'csv'>;
  readonly idempotency?: Idempotency | undefined;
}

/** Observations that come as messages, up to about 100,000 of them: decoded in memory, then written as one import. */
export class ObservationBatch {
  /** The batch writes all of them, so each must have an observation. */
  readonly stores = new ImportStores();
  private readonly sorter = new ObservationSorter(this.stores);
  private readonly rejected: RejectedMessage[] = [];
  /** The rows in order, from `prepare` to `write`. */
  private sorted: AsyncIterable<ObservationColumns> | undefined;
  private rows = 0;
  private bytes = 0;
  private written: WriteOutcome | undefined;

  /** @param maxRejects how many rejects are kept with the import; others are only counted */
  constructor(
    private readonly limits: ObservationLimits,
    private readonly maxRejects = Infinity,
  ) {}

  get rowsRead(): number {
    return this.rows;
  }

  /** What `write` came to, for the metrics once it is committed; undefined if nothing was written. */
  get imported(): ImportedRows | undefined {
    if (!this.written) return undefined;
    const rejected = new Map<RejectReason, number>();
    for (const { reason } of this.rejected) countRejected(rejected, reason);
    return { ...this.written, rejected };
  }

  get rejects(): readonly RejectedMessage[] {
    return this.rejected;
  }

  /**
   * Adds a message, or records why it is rejected. Messages are taken in the order in which they came.
   * @param message parsed JSON: `{"store_id", "status", "timestamp_utc"}`, all three texts; other members are ignored
   * @param bytes its length, for the import's count
   * @param text what to store of it if it is rejected
   */
  take(message: unknown, position: number, bytes: number, text: () => string): void {
    const observation = isRecord(message) ? this.decode(message) : 'not_an_object';
    if (typeof observation === 'string') this.reject(observation, position, bytes, text());
    else this.add(this.stores.indexOf(observation.storeId), observation.observedAt, observation.active, bytes);
  }

  /**
   * Adds an observation that was decoded elsewhere.
   * @param store its index in `stores`
   */
  add(store: number, observedAt: Micros, active: boolean, bytes: number): void {
    this.count(bytes);
    this.sorter.add(store, observedAt, active);
  }

  /** The buckets of its stores. */
  buckets(): number[] {
    return this.stores.buckets();
  }

  /** Creates missing weeks (`Weeks.create`) and sorts, before the transaction that writes the batch: others wait for that one. */
  async prepare(database: Pool): Promise<void> {
    await this.sorter.weeks.create(database);
    this.sorted = await begun(this.sorter.sorted());
  }

  /** Records a message that cannot be parsed at all. */
  reject(reason: RejectReason, position: number, bytes: number, text: string): void {
    this.count(bytes);
    const isKept = this.rejected.length < this.maxRejects;
    this.rejected.push({ position, reason, text: isKept ? truncated(text) : '' });
  }

  /**
   * Writes the batch as an import of its own, with its rejects, in the caller's transaction. Needs the locks of its
   * buckets, and passes the fence. Returns
   * the import's id; undefined, having written nothing, if the idempotency key was used before.
   */
  async write(client: PoolClient, { source, idempotency }: BatchOrigin): Promise<string | undefined> {
    const started = await startImport(client, 'store-status', source, idempotency);
    if (!started) return undefined;
    const { importId, importKey } = started;
    const kept = this.rejected.slice(0, this.maxRejects);
    if (kept.length > 0) await writeRejects(client, rejectRows(importKey, kept));
    const sorted = this.sorted ?? this.sorter.sorted();
    this.sorted = undefined;
    const outcome = await ObservationWriter.write(client, importKey, await this.stores.sortedIds(), sorted);
    const rejects = { rowsRejected: this.rejected.length, rejectsKept: kept.length };
    const counts = { bytesRead: this.bytes, rowsRead: this.rows, ...rejects };
    await completeImport(client, importKey, counts, { ...outcome, lastObservedAt: this.sorter.latest });
    this.written = outcome;
    return importId;
  }

  private decode(message: Readonly<Record<string, unknown>>) {
    const { store_id: storeId, status, timestamp_utc: timestamp } = message;
    for (const field of [storeId, status, timestamp]) if (field === undefined || field === null) return 'missing_field';
    if (typeof storeId !== 'string') return 'invalid_store_id';
    if (typeof status !== 'string') return 'invalid_status';
    if (typeof timestamp !== 'string') return 'invalid_timestamp';
    const fields = [storeId.trim(), status.trim(), timestamp.trim()] as const;
    return fields.includes('') ? 'missing_field' : toObservation(...fields, this.limits);
  }

  private count(bytes: number): void {
    this.rows++;
    this.bytes += bytes;
  }
}

function* rejectRows(importKey: number, rejects: readonly RejectedMessage[]): Generator<Buffer> {
  const rows = new CopyWriter();
  for (const { position, reason, text } of rejects) {
    rows.row(4).int4(importKey).int8(position).text(reason).text(text);
    if (rows.full) yield rows.take();
  }
  yield rows.take();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
