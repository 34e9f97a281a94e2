import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Connection, DatabaseError } from 'pg';
import { TestDatabase } from '../../../../test/support/postgres';
import { until } from '../../../../test/support/service';
import { within } from '../../../common/deadline';
import { copyOut } from '../database';
import { CopyOut } from './copy-out';

function message(kind: string, body = ''): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const BEFORE = [message('H', 'response'), message('S', 'TimeZone')];
const NOTICE = message('N', 'a notice that is longer than a row');
const AFTER = [message('C', 'COPY 3'), message('Z', 'T')];

/** A connection to a socket that is fed by hand, and what node-postgres gets to read of it. */
class FakeConnection extends Connection {
  readonly socket = new PassThrough({ highWaterMark: 1 << 20 });
  readonly read: Buffer[] = [];
  readonly queries: string[] = [];

  constructor() {
    super();
    Object.defineProperty(this, 'stream', { value: this.socket });
    this.socket.on('data', (chunk: Buffer) => this.read.push(Buffer.from(chunk)));
  }

  override query(text: string): void {
    this.queries.push(text);
  }
}

async function bytesOf(copy: CopyOut): Promise<string> {
  const chunks: Buffer[] = [];
  copy.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
  await finished(copy);
  return Buffer.concat(chunks).toString();
}

describe('the bytes of a COPY', () => {
  it('are the rows without what is around them, wherever the chunks of the socket end', async () => {
    const rows = [message('d', 'first'), message('d'), NOTICE, message('d', 'second, longer'), message('d', '3')];
    const all = Buffer.concat([...BEFORE, ...rows, message('c'), ...AFTER]);
    const others = Buffer.concat([...BEFORE, NOTICE, message('c'), ...AFTER]).toString();
    for (let size = 1; size <= all.length; size++) {
      const connection = new FakeConnection();
      const copy = new CopyOut('COPY');
      copy.submit(connection);
      for (let from = 0; from < all.length; from += size) {
        connection.socket.write(Buffer.from(all.subarray(from, from + size)));
      }
      const reading = bytesOf(copy);
      await until(() => Buffer.concat(connection.read).length >= others.length || undefined);
      copy.handleReadyForQuery();
      expect({ size, read: await reading }).toEqual({ size, read: 'firstsecond, longer3' });
      expect(Buffer.concat(connection.read).toString()).toBe(others);
      // The socket is node-postgres's again, for the next query.
      connection.socket.write('next');
      await until(() => connection.read.at(-1)?.toString() === 'next' || undefined);
      expect(connection.queries).toEqual(['COPY']);
    }
  });

  it('wait in the socket until they are read', async () => {
    const connection = new FakeConnection();
    const copy = new CopyOut('COPY');
    copy.submit(connection);
    const row = message('d', 'x'.repeat(1000));
    for (let count = 0; count < 500; count++) connection.socket.write(Buffer.from(row));
    await until(() => connection.socket.isPaused() || undefined);
    expect(copy.readableLength).toBeLessThan(100_000);
    connection.socket.write(Buffer.concat([message('c'), ...AFTER]));
    const reading = bytesOf(copy);
    await until(() => connection.read.length > 0 || undefined);
    copy.handleReadyForQuery();
    expect((await reading).length).toBe(500_000);
  });
});

describe('a COPY from PostgreSQL', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.start();
    await test.query(`
      CREATE FUNCTION noisy(number integer, bad integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN
        IF number % 1000 = 0 THEN RAISE WARNING 'number %', number; END IF;
        IF number = bad THEN RAISE EXCEPTION 'a bad number'; END IF;
        RETURN number;
      END $$`);
  });

  afterAll(async () => {
    await test.stop();
  });

  it('has all rows although warnings come between them, which whoever listens gets', async () => {
    const [rows, warnings]: [number[], unknown[]] = [[], []];
    await test.database.transaction(async (client) => {
      client.on('notice', ({ message: text }) => warnings.push(text));
      await copyOut(client, 'SELECT noisy(number, 0) FROM generate_series(1, 20000) AS number', (row) => {
        rows.push(row.int4(0));
      });
      client.removeAllListeners('notice');
    });
    expect(rows).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
    expect(warnings).toEqual(Array.from({ length: 20 }, (_, index) => `number ${(index + 1) * 1000}`));
  });

  it('fails with the error of PostgreSQL, and its connection is ready for another query', async () => {
    let last = 0;
    await test.database.transaction(async (client) => {
      await client.query('SAVEPOINT before');
      const copying = copyOut(client, 'SELECT noisy(number, 15000) FROM generate_series(1, 20000) AS number', (row) => {
        last = row.int4(0);
      });
      await expect(within(10_000, copying)).rejects.toThrow(DatabaseError);
      await client.query('ROLLBACK TO before');
      expect((await within(10_000, client.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
    });
    expect(last).toBeGreaterThan(0);
  });
});
