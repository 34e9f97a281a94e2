import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DataSource } from 'typeorm';
import { codeOf, messageOf } from '../../common/error-code';
import { CopyOut } from './copy/copy-out';
import { type CopyRow, readCopy } from './copy/copy-reader';
import { copyStream } from './copy/copy-writer';
import type { ConnectionWatch } from './connection-watch';
import { dataSourceOptions, openDataSource, watchedPool } from './data-source';
import { BEGIN_WRITE } from './begin';

/**
 * PostgreSQL through node-postgres: transactions, and rows in bulk as binary COPY. It shares TypeORM's connection pool;
 * entities and small queries go through TypeORM's repositories.
 */
export class Database {
  readonly pool: Pool;
  private readonly watch: ConnectionWatch;

  /** @param dataSource must be initialized */
  constructor(private readonly dataSource: DataSource) {
    const { pool, watch } = watchedPool(dataSource);
    this.pool = pool;
    this.watch = watch;
  }

  /** Connects to a database outside of Nest; see `dataSourceOptions` for the parameters. */
  static async connect(url: string, connections: number, applicationName: string): Promise<Database> {
    return new Database(await openDataSource(dataSourceOptions(url, connections, applicationName)));
  }

  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. A connection whose
   * rollback fails is closed.
   * @param begin opens the transaction; further commands that hold for it may follow
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, begin = BEGIN_WRITE): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that is lost emits an error besides rejecting the query; without a listener it would end the
    // process.
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    try {
      await open(client, begin);
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

  /** Settles as `turn` does, or rejects once PostgreSQL is found to be unreachable: for waits that hold no connection. */
  async unlessUnreachable<T>(turn: Promise<T>): Promise<T> {
    return this.watch.unlessUnreachable(turn);
  }

  /** Ends all connections, those of TypeORM too. */
  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}

/** @throws Error with the code of a read-only transaction, on a standby: that one cannot be opened to write */
async function open(client: PoolClient, begin: string): Promise<void> {
  try {
    await client.query(begin);
  } catch (error) {
    // Said of a feature that is not supported, which would be our mistake anywhere else.
    if (codeOf(error) === '0A000') throw Object.assign(new Error(messageOf(error)), { code: '25006' });
    throw error;
  }
}

/**
 * Streams chunks of binary rows (see `CopyWriter`) into a table. `target` names table and columns: `store (store_id)`.
 */
export async function copyInto(
  client: PoolClient,
  target: string,
  rows: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  await pipeline(Readable.from(copyStream(rows)), client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`)));
}

/**
 * Streams a query's rows to a callback; see `readCopy`. COPY takes no parameters: literals go through `literal`. If the
 * callback throws, the connection is closed.
 */
export async function copyOut(client: PoolClient, query: string, onRow: (row: CopyRow) => void): Promise<void> {
  try {
    await readCopy(client.query(new CopyOut(`COPY (${query}) TO STDOUT (FORMAT binary)`)), onRow);
  } catch (error) {
    // Nobody reads the rows that are left, so no other query would be answered, not even ROLLBACK.
    if (!(error instanceof DatabaseError)) client.connection.stream.destroy();
    throw error;
  }
}
