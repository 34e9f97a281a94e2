import { Logger } from '@nestjs/common';
import { FaultProxy } from '../../../test/faults/fault-proxy';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { isUnavailable } from '../../common/error-code';
import { PeriodicJob } from '../process/periodic-job';
import { CopyWriter } from './copy/copy-writer';
import { copyInto, copyOut, Database } from './database';

jest.setTimeout(60_000);

const LOCK = 'SELECT pg_advisory_xact_lock(1)';
const HELD = `
  SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
  WHERE datname = current_database() AND locktype = 'advisory'`;

let test: TestDatabase;
let proxy: FaultProxy;
let database: Database;

beforeAll(async () => {
  test = await TestDatabase.start();
  await test.query('CREATE TABLE sample (whole int4)');
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  proxy = await FaultProxy.before(test.url);
  database = await Database.connect(proxy.through(test.url), 4, 'watched');
});

afterEach(async () => {
  try {
    if (!database.pool.ended) await database.close();
    await until(async () => (await sessions()) === 0 || undefined);
  } finally {
    // What this test leaves behind is not to fail the next ones.
    proxy.stop();
    jest.restoreAllMocks();
  }
});

/** How many sessions PostgreSQL has of the database that is watched, and of its watch. */
async function sessions(): Promise<number> {
  return (await test.query(`SELECT FROM pg_stat_activity WHERE application_name = 'watched'`)).length;
}

/** How work ended, and after how many milliseconds. */
async function outcomeOf(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly after: number }> {
  const start = performance.now();
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, after: performance.now() - start };
}

async function whole(): Promise<unknown> {
  return (await database.pool.query<{ whole: number }>('SELECT 7 AS whole')).rows[0]?.whole;
}

/** Waits for its end, and throws if that was not that PostgreSQL was away, or took ten seconds. */
async function expectUnavailable(work: Promise<unknown>): Promise<void> {
  const { error, after } = await outcomeOf(work);
  expect(error).toBeInstanceOf(Error);
  expect([error, isUnavailable(error)]).toEqual([error, true]);
  expect(after).toBeLessThan(10_000);
}

/** A copy that tells when its first row was sent, in a transaction that holds a lock. */
async function copy(begun: () => void): Promise<void> {
  await database.transaction(async (client) => {
    await client.query(LOCK);
    function* rows(): Generator<Buffer> {
      yield new CopyWriter().row(1).int4(1).take();
      begun();
      yield new CopyWriter().row(1).int4(2).take();
    }
    await copyInto(client, 'sample', rows());
  });
}

describe('a connection whose packets are dropped', () => {
  it('fails its queries within ten seconds, and so do new ones, until the network is back', async () => {
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const waiting = database.transaction(async (client) => {
      proxy.blackhole();
      begun();
      await client.query('SELECT 1');
    });
    // A connection that is being made when the network goes may leave a session that nobody here knows of.
    await hasBegun;
    const turn = database.unlessUnreachable(new Promise(() => undefined));
    await Promise.all([expectUnavailable(waiting), expectUnavailable(turn), expectUnavailable(whole())]);
    await expectUnavailable(whole());
    await expectUnavailable(database.unlessUnreachable(Promise.resolve()));

    await proxy.heal();
    await until(async () => (await whole().catch(() => undefined)) === 7 || undefined, 10_000);
    await until(() => database.unlessUnreachable(Promise.resolve(true)).catch(() => undefined), 10_000);
    expect(await Promise.all(Array.from({ length: 8 }, whole))).toEqual(Array(8).fill(7));
  });

  it('gives up what its session holds as soon as the network is back', async () => {
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const copying = copy(() => {
      proxy.blackhole();
      begun();
    });
    await hasBegun;
    await expectUnavailable(copying);
    await proxy.heal();
    const next = test.database.transaction((client) => client.query(LOCK));
    expect((await outcomeOf(next)).after).toBeLessThan(10_000);
    expect(await test.query('SELECT * FROM sample')).toEqual([]);
  });

  it.each([
    ['although new connections are well', () => whole()],
    ['although its pool has ended', () => database.close()],
  ])('gives up what its session holds, %s and nobody waits for it', async (_, next) => {
    const holding = database.transaction(async (client) => {
      await client.query(LOCK);
      proxy.blackhole();
      proxy.refuse();
      await client.query('SELECT 1');
    });
    await expectUnavailable(holding);
    await proxy.heal();
    await next();
    await until(async () => (await test.query(HELD)).length === 0 || undefined, 10_000);
  });

  it('is watched for some seconds after its pool has ended, and no longer', async () => {
    proxy.blackhole();
    await expectUnavailable(whole());
    expect(await sessions()).toBe(1);
    const stop = jest.spyOn(PeriodicJob.prototype, 'stop');
    const closed = performance.now();
    await database.close();
    await until(() => stop.mock.calls.length > 0 || undefined);
    expect(performance.now() - closed).toBeGreaterThan(4_000);
    await test.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'watched'`);
  });

  it('fails also while rows are read from it', async () => {
    let begun = false;
    const reading = database.transaction((client) =>
      copyOut(client, 'SELECT generate_series(1, 1000000)', () => {
        if (begun) return;
        begun = true;
        proxy.blackhole();
        void proxy.heal();
      }),
    );
    await expectUnavailable(reading);
  });

  it('is replaced also if it was idle meanwhile, together with all others that were', async () => {
    await Promise.all(Array.from({ length: 4 }, whole));
    expect(database.pool.idleCount).toBe(4);
    proxy.blackhole();
    await proxy.heal();
    await expectUnavailable(whole());
    expect(await Promise.all(Array.from({ length: 4 }, whole))).toEqual(Array(4).fill(7));
  });
});

describe('a connection that is well', () => {
  it('may wait for PostgreSQL as long as that works, and PostgreSQL for it', async () => {
    const holder = await test.database.pool.connect();
    await holder.query('BEGIN');
    await holder.query(LOCK);
    const waits = database.transaction((client) => client.query(LOCK));
    const works = database.pool.query('SELECT pg_sleep(6)');
    const thinks = database.transaction(async (client) => {
      await client.query('SELECT 1');
      await works;
      await client.query('SELECT 2');
    });
    expect((await outcomeOf(thinks)).error).toBeUndefined();
    await holder.query('ROLLBACK');
    holder.release();
    await waits;
  });

  it('may be slow', async () => {
    proxy.slowDown(200);
    const answers = await Promise.all([whole(), whole(), whole()]);
    expect(answers).toEqual([7, 7, 7]);
  });
});

describe('a server that does not go on', () => {
  it('fails queries within ten seconds, whether it then goes on or not', async () => {
    const query = database.pool.query('SELECT pg_sleep(1)');
    await until(async () => {
      const [found] = await test.query(
        `SELECT count(*)::integer AS busy FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`,
      );
      return found?.busy === 1 || undefined;
    });
    proxy.hang();
    await expectUnavailable(query);
    await proxy.heal();
    await until(async () => (await whole().catch(() => undefined)) === 7 || undefined, 10_000);
  });
});
