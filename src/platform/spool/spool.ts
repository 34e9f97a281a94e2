import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CopyWriter } from '../database/copy/copy-writer';

/**
 * Bytes kept on disk while a body is received, so that the database notices neither the size of an import nor the pace of
 * a client. The file is unlinked as soon as it is open: however the process ends, nothing remains.
 */
export class Spool {
  private file: FileHandle | undefined;
  private size = 0;

  constructor(private readonly directory: string) {}

  /** Appends bytes; returns the position at which they begin. */
  async append(bytes: Uint8Array): Promise<number> {
    this.file ??= await openNameless(this.directory);
    const position = this.size;
    let written = 0;
    while (written < bytes.length) {
      const result = await this.file.write(bytes, written, bytes.length - written, position + written);
      written += result.bytesWritten;
    }
    this.size += bytes.length;
    return position;
  }

  /** Fills `into` with the bytes at a position. */
  async read(into: Uint8Array, position: number): Promise<void> {
    let read = 0;
    while (read < into.length) {
      const result = await this.file?.read(into, read, into.length - read, position + read);
      if (!result || result.bytesRead === 0) throw new RangeError('the spool ends before the bytes to read');
      read += result.bytesRead;
    }
  }

  /** All bytes from the start, in chunks. */
  async *chunks(chunkBytes = 1 << 16): AsyncGenerator<Buffer> {
    for (let position = 0; position < this.size; position += chunkBytes) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, this.size - position));
      await this.read(chunk, position);
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}

async function openNameless(directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** Rows in PostgreSQL's binary COPY format, kept until they are written: a few in memory, many in a spool. */
export class RowSpool {
  private readonly writer = new CopyWriter();
  private readonly spool: Spool;
  /** The number of rows begun. */
  count = 0;

  constructor(directory: string) {
    this.spool = new Spool(directory);
  }

  /** Begins a row; its fields follow. Call `flush` from time to time. */
  row(fields: number): CopyWriter {
    this.count++;
    return this.writer.row(fields);
  }

  async flush(): Promise<void> {
    if (this.writer.full) await this.spool.append(this.writer.take());
  }

  /** Yields all rows. Can be called once. */
  async *rows(): AsyncGenerator<Buffer> {
    yield* this.spool.chunks();
    yield this.writer.take();
  }

  async close(): Promise<void> {
    await this.spool.close();
  }
}
