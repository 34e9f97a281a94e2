import type { PoolClient } from 'pg';
import { RowSpool } from '../../platform/spool/row-spool';
import { acquireWriteLock } from '../../stores/write-lock';
import { type ImportKind, layoutOf, type Layout } from '../csv/columns';
import { headerOf, printable } from '../csv/header';
import { csvRecords } from '../csv/csv-records';
import { type ReadCounts, writeRejects } from './import-record';
import type { Intake, IntakeOutcome } from '../intake/intake';
import { type RejectReason, truncated } from '../reject-reasons';

/** A long number as spreadsheets save it, unless its column is formatted as text: `2.57E+14`. */
const SHORTENED = /^\d([.,]\d+)?E\+\d+$/i;

/** One CSV body on its way into the database: first `read`, then `write`, and `close` however that ends. */
export class CsvImport implements ReadCounts {
  private readonly rejects: RowSpool;
  bytesRead = 0;
  rowsRead = 0;
  /** Rows that were taken at first, and rejected when they were written. */
  private heldBack = 0;
  /** Ids that a spreadsheet has shortened: how many, and the first of them. */
  private shortenedIds = 0;
  private shortenedId = '';

  constructor(
    private readonly kind: ImportKind,
    private readonly importKey: number,
    private readonly intake: Intake,
    spoolDirectory: string,
  ) {
    this.rejects = new RowSpool(spoolDirectory);
  }

  get rowsRejected(): number {
    return this.rejects.count + this.heldBack;
  }

  /**
   * Reads the body to its end.
   * @throws CodedError `wrong_header`
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
        if (reason) this.reject(record.line, reason, record.text);
        if (reason === 'invalid_store_id') this.noticeId(record.fields?.[layout.columns[0] ?? 0]?.trim() ?? '');
      }
      await this.intake.flush();
      await this.rejects.flush();
    }
  }

  /** Writes everything that was read, in the caller's transaction; acquires the write lock. */
  async write(client: PoolClient): Promise<IntakeOutcome> {
    await writeRejects(client, this.rejects.rows());
    await acquireWriteLock(client);
    const outcome = await this.intake.write(client, this.importKey);
    this.heldBack = outcome.heldBack ?? 0;
    const remarks = this.shortenedIds > 0 ? [shortened(this.shortenedIds, this.shortenedId)] : [];
    return { ...outcome, remarks: [...remarks, ...(outcome.remarks ?? [])] };
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

  private noticeId(id: string): void {
    if (!SHORTENED.test(id)) return;
    if (this.shortenedIds === 0) this.shortenedId = printable(id);
    this.shortenedIds++;
  }

  private reject(line: number, reason: RejectReason, text: string): void {
    this.rejects.row(4).int4(this.importKey).int8(line).text(reason).text(truncated(text));
  }
}

function shortened(rows: number, example: string): string {
  const ids =
    rows === 1
      ? '1 store id is a number that a spreadsheet has shortened'
      : `${rows} store ids are numbers that a spreadsheet has shortened`;
  return `${ids}, such as ${example}: format that column as text before saving.`;
}
