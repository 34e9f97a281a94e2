import type { Pool, PoolClient } from 'pg';
import type { ImportStores } from '../../observations/write/import-stores';
import { RowSpool } from '../../platform/spool/row-spool';
import { lockBuckets } from '../../stores/buckets/bucket-locks';
import { type ImportKind, layoutOf, type Layout } from '../csv/columns';
import { headerOf } from '../csv/header';
import { ReformattedValues } from '../csv/reformatted-values';
import { type CsvRecord, csvRecords } from '../csv/csv-records';
import { countRejected } from './import-metrics';
import { type ReadCounts, writeRejects } from './import-record';
import type { Intake, IntakeOutcome } from '../intake/intake';
import { type RejectReason, truncated } from '../reject-reasons';

/** One CSV body on its way into the database: first `read`, then `write`, and `close` however that ends. */
export class CsvImport implements ReadCounts {
  private readonly rejects: RowSpool;
  bytesRead = 0;
  rowsRead = 0;
  /** How many rows were rejected for each reason. */
  readonly rejected = new Map<RejectReason, number>();
  private readonly reformatted = new ReformattedValues();

  constructor(
    private readonly kind: ImportKind,
    private readonly importKey: number,
    private readonly stores: ImportStores,
    private readonly intake: Intake,
    private readonly maxRejects: number,
    spoolDirectory: string,
  ) {
    this.rejects = new RowSpool(spoolDirectory);
  }

  get rowsRejected(): number {
    return [...this.rejected.values()].reduce((sum, rows) => sum + rows, 0);
  }

  get rejectsKept(): number {
    return Math.min(this.rowsRejected, this.maxRejects);
  }

  /**
   * Reads the body to its end.
   * @throws CodedError `wrong_header`, `too_many_import_stores`
   */
  async read(body: AsyncIterable<Buffer>): Promise<void> {
    let layout: Layout | undefined;
    for await (const records of csvRecords(this.counted(body))) {
      for (const record of records) {
        if (!layout) {
          layout = layoutOf(this.kind, headerOf(record));
          continue;
        }
        this.rowsRead++;
        const reason = this.intake.take(record, layout);
        if (!reason) continue;
        countRejected(this.rejected, reason);
        if (this.rejects.count < this.maxRejects) this.keep(record, reason);
        this.reformatted.notice(reason, record, layout);
      }
      await this.intake.flush();
      await this.rejects.flush();
    }
  }

  /** The buckets of the stores that it names. */
  buckets(): number[] {
    return this.stores.buckets();
  }

  /** See `Intake`. */
  async prepare(database: Pool): Promise<void> {
    await this.intake.prepare(database);
  }

  /** Writes everything that was read, in the caller's transaction; locks its buckets. */
  async write(client: PoolClient): Promise<IntakeOutcome> {
    await writeRejects(client, this.rejects.rows());
    await this.intake.begin(client, this.importKey);
    await lockBuckets(client, this.buckets());
    const outcome = await this.intake.write(client, this.importKey, this.maxRejects - this.rejects.count);
    if (outcome.heldBack) countRejected(this.rejected, 'store_incomplete', outcome.heldBack);
    return { ...outcome, remarks: [...this.reformatted.remarks(), ...(outcome.remarks ?? [])] };
  }

  async close(): Promise<void> {
    await this.intake.close();
    await this.rejects.close();
  }

  private async *counted(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }

  private keep({ line, text }: CsvRecord, reason: RejectReason): void {
    this.rejects.row(4).int4(this.importKey).int8(line).text(reason).text(truncated(text));
  }
}
