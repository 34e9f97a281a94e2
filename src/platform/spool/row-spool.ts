import { CopyWriter } from '../database/copy/copy-writer';
import { Spool } from './spool';

/** Rows in PostgreSQL's binary COPY format that are written later: a few stay in memory, many go to a spool. */
export class RowSpool {
  private readonly writer = new CopyWriter();
  private readonly spool: Spool;
  /** How many rows were added. */
  count = 0;

  constructor(directory: string) {
    this.spool = new Spool(directory);
  }

  /** Adds a row; the caller writes its fields, and calls `flush` between rows. */
  row(fields: number): CopyWriter {
    this.count++;
    return this.writer.row(fields);
  }

  /** Moves the rows in memory to the spool once they fill a chunk. */
  async flush(): Promise<void> {
    if (this.writer.full) await this.spool.append(this.writer.take());
  }

  /** All rows, in chunks. Can be read once. */
  async *rows(): AsyncGenerator<Buffer> {
    yield* this.spool.chunks();
    yield this.writer.take();
  }

  async close(): Promise<void> {
    await this.spool.close();
  }
}
