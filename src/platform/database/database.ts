import { Logger } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type CopyRow, readCopy } from './copy/copy-reader';
import { copyStream } from './copy/copy-writer';

/**
 * PostgreSQL by its own protocol: transactions, and rows in bulk as binary COPY. Entities and small queries go
 * through TypeORM; both speak to the same database.
 */
export class Database {
  readonly pool: Pool;

  constructor(url: string, connections: number, applicationName: string) {
    this.pool = new Pool({
      connectionString: url,
      max: connections,
      application_name: applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 30_000,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', (error) => {
      new Logger('Database').warn(`an idle connection was lost: ${error.message}`);
    });
  }

  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. A connection whose
   * rollback fails is thrown away.
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, begin = 'BEGIN'): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that is cut while a statement waits reports it here too; the statement itself rejects as well.
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failed: unknown) => {
        broken = failed instanceof Error ? failed : new Error(String(failed));
      });
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** Streams chunks of binary rows (see `CopyWriter`) into a table: `target` is what follows COPY, such as `store (store_id)`. */
export async function copyInto(
  client: PoolClient,
  target: string,
  rows: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  await pipeline(Readable.from(copyStream(rows)), client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`)));
}

/** Streams a query's rows to a callback; see `readCopy`. COPY takes no parameters: literals go through `literal`. */
export async function copyOut(client: PoolClient, query: string, onRow: (row: CopyRow) => void): Promise<void> {
  await readCopy(client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`)), onRow);
}
