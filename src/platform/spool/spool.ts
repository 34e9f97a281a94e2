import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const CHUNK_BYTES = 1 << 16;

/**
 * A temporary file for the bytes of a body while it is received, so that the database need not wait for a slow client
 * nor memory hold a large import. The file is unlinked as soon as it is open: however the process ends, nothing is
 * left.
 */
export class Spool {
  private file: FileHandle | undefined;
  private size = 0;

  constructor(private readonly directory: string) {}

  /** Appends bytes; returns the offset at which they start. */
  async append(bytes: Uint8Array): Promise<number> {
    this.file ??= await openNameless(this.directory);
    const offset = this.size;
    let written = 0;
    while (written < bytes.length) {
      const result = await this.file.write(bytes, written, bytes.length - written, offset + written);
      written += result.bytesWritten;
    }
    this.size += bytes.length;
    return offset;
  }

  /** Fills `into` with the bytes from an offset on. */
  async read(into: Uint8Array, offset: number): Promise<void> {
    let read = 0;
    while (read < into.length) {
      const result = await this.file?.read(into, read, into.length - read, offset + read);
      if (!result || result.bytesRead === 0) throw new RangeError('the spool ends before the bytes to read');
      read += result.bytesRead;
    }
  }

  /** All bytes, in chunks. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (let offset = 0; offset < this.size; offset += CHUNK_BYTES) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, this.size - offset));
      await this.read(chunk, offset);
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
