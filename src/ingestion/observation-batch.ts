import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { CopyWriter } from '../platform/database/copy/copy-writer';
import { copyInto } from '../platform/database/database';
import { completeImport } from './import-record';
import type { ImportSource } from './import.entity';
import { type ObservationLimits, toObservation } from './observation';
import { ObservationSorter } from '../observations/write/observation-sorter';
import { ObservationWriter } from '../observations/write/observation-writer';
import { keptText, type RejectReason } from './reject-reasons';
import { StorePlaces } from '../observations/write/import-stores';

/** A message that was turned away. */
export interface RejectedMessage {
  /** The index within a request, or the offset within a partition. */
  readonly position: number;
  readonly reason: RejectReason;
  /** As it is kept: see `keptText`. */
  readonly text: string;
}

/** Where a batch comes from, and by which key it is known if it comes again. */
export interface BatchOrigin {
  readonly source: Exclude<ImportSource, 'csv'>;
  readonly idempotency?: { readonly key: string; readonly requestSha256: Buffer } | undefined;
}

/** Observations that come as messages, a batch of at most some 100,000: decoded in memory, then written in one go. */
export class ObservationBatch {
  private readonly stores = new StorePlaces();
  private readonly sorter = new ObservationSorter(this.stores);
  private readonly rejected: RejectedMessage[] = [];
  private rows = 0;
  private bytes = 0;

  constructor(private readonly limits: ObservationLimits) {}

  get rowsRead(): number {
    return this.rows;
  }

  get rejects(): readonly RejectedMessage[] {
    return this.rejected;
  }

  /**
   * Takes a message in, in the order in which it came, or keeps why not.
   * @param message parsed JSON: `{"store_id", "status", "timestamp_utc"}`, all three texts; what else it has is ignored
   * @param bytes its length, for the import's count
   * @param text what is kept of it if it is rejected
   * @returns the place of its store, for `add`; undefined if it is rejected
   */
  take(message: unknown, position: number, bytes: number, text: () => string): number | undefined {
    const observation = isRecord(message) ? this.decode(message) : 'not_an_object';
    if (typeof observation === 'string') {
      this.reject(observation, position, bytes, text());
      return undefined;
    }
    const place = this.stores.place(observation.storeId);
    this.add(place, observation.observedAt, observation.active, bytes);
    return place;
  }

  /** Takes an observation in that was decoded elsewhere, of a store whose place `take` has told. */
  add(place: number, observedAt: Micros, active: boolean, bytes: number): void {
    this.count(bytes);
    this.sorter.add(place, observedAt, active);
  }

  /** Keeps a message that cannot be parsed at all. */
  reject(reason: RejectReason, position: number, bytes: number, text: string): void {
    this.count(bytes);
    this.rejected.push({ position, reason, text: keptText(text) });
  }

  /**
   * Writes the batch as an import of its own, with its rejects, in the caller's transaction, which must have the turn to
   * write. Returns the import's id; undefined if the idempotency key was there before, and nothing was written.
   */
  async write(client: PoolClient, { source, idempotency }: BatchOrigin): Promise<string | undefined> {
    const importId = randomUUID();
    const inserted = await client.query<{ import_key: number }>(
      `INSERT INTO import (import_id, kind, source, idempotency_key, request_sha256)
       VALUES ($1, 'store-status', $2, $3, $4)
       ON CONFLICT (idempotency_key) DO NOTHING
       RETURNING import_key`,
      [importId, source, idempotency?.key, idempotency?.requestSha256],
    );
    const importKey = inserted.rows[0]?.import_key;
    if (importKey === undefined) return undefined;
    if (this.rejected.length > 0) {
      await copyInto(client, 'import_reject (import_key, line, reason, text)', this.rejectRows(importKey));
    }
    const outcome = await ObservationWriter.write(client, importKey, this.stores.sortedIds(), this.sorter.sorted());
    const counts = { bytesRead: this.bytes, rowsRead: this.rows, rowsRejected: this.rejected.length };
    await completeImport(client, importKey, counts, outcome);
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

  private *rejectRows(importKey: number): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const { position, reason, text } of this.rejected) {
      rows.row(4).int4(importKey).int8(position).text(reason).text(text);
      if (rows.full) yield rows.take();
    }
    yield rows.take();
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
