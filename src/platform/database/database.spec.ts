import type { PoolClient } from 'pg';
import { DataSource, MigrationExecutor } from 'typeorm';
import { HOSTILE, setForDatabase } from '../../../test/support/database';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import type { Micros } from '../../calculator/instants';
import { within } from '../../common/deadline';
import { isUnavailable, messageOf } from '../../common/error-code';
import { deleteByAge } from './clock/clock';
import { CopyWriter } from './copy/copy-writer';
import { dataSourceOptions, openDataSource } from './data-source';
import { copyInto, copyOut, Database } from './database';
import { BEGIN_READ_ONLY, BEGIN_SNAPSHOT } from './begin';
import { migrate } from './migrate';
import { fromMicros, instantLiteral, literal, toMicros } from './sql';

const READ_ONLY = '25006';

/** Of the hostile settings, those that change nothing for us: no transaction is serializable, no text is escaped so. */
const LEFT_ALONE = { default_transaction_deferrable: 'on', transaction_deferrable: 'on', backslash_quote: 'off' };

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  await test.query('DROP TABLE IF EXISTS sample');
  await test.query(
    'CREATE TABLE sample (small int2, whole int4, large int8, instant timestamptz, clock time, yes boolean, word text)',
  );
});

describe('COPY', () => {
  it('brings values of every type into PostgreSQL and back', async () => {
    const rows = new CopyWriter();
    rows.row(7).int2(-2).int4(-40_000).int8(-5e9).timestamp(-1).int8(86_400_000_000).bool(true).text('größer');
    rows.row(7).int2(2).int4(40_000).int8(5e9).timestamp(1.7e15).int8(0).bool(false).text('');
    rows.row(7).int2(0).int4(0).int8(0).timestamp(Infinity).int8(1).bool(true).text('x'.repeat(100_000));
    await test.database.transaction(async (client) => {
      await copyInto(client, 'sample', [rows.take()]);
    });
    expect(
      await test.query(
        `SELECT small, whole, large, CASE WHEN isfinite(instant) THEN ${toMicros('instant')}::text ELSE instant::text END AS instant,
                clock::text, yes, left(word, 6) AS word, length(word) AS length FROM sample ORDER BY large`,
      ),
    ).toEqual([
      {
        small: -2,
        whole: -40_000,
        large: '-5000000000',
        instant: '-1',
        clock: '24:00:00',
        yes: true,
        word: 'größer',
        length: 6,
      },
      {
        small: 0,
        whole: 0,
        large: '0',
        instant: 'infinity',
        clock: '00:00:00.000001',
        yes: true,
        word: 'xxxxxx',
        length: 100_000,
      },
      {
        small: 2,
        whole: 40_000,
        large: '5000000000',
        instant: '1700000000000000',
        clock: '00:00:00',
        yes: false,
        word: '',
        length: 0,
      },
    ]);

    const seen: unknown[] = [];
    await test.database.transaction(async (client) => {
      await copyOut(client, 'SELECT * FROM sample WHERE isfinite(instant) ORDER BY large', (row) => {
        seen.push([row.int2(0), row.int4(1), row.int8(2), row.timestamp(3), row.int8(4), row.bool(5), row.text(6)]);
      });
    });
    expect(seen).toEqual([
      [-2, -40_000, -5e9, -1, 86_400_000_000, true, 'größer'],
      [2, 40_000, 5e9, 1.7e15, 0, false, ''],
    ]);
  });

  it('tells null from empty and from 0, whatever comes after it', async () => {
    await test.query(`INSERT INTO sample (small, whole, word) VALUES (1, 0, ''), (2, NULL, NULL), (3, 7, 'x')`);
    const seen: unknown[] = [];
    await test.database.transaction(async (client) => {
      await copyOut(client, 'SELECT small, whole, word FROM sample ORDER BY small', (row) => {
        seen.push([row.int2(0), row.isNull(1) ? null : row.int4(1), row.isNull(2) ? null : row.text(2)]);
      });
    });
    expect(seen).toEqual([
      [1, 0, ''],
      [2, null, null],
      [3, 7, 'x'],
    ]);
  });

  it('keeps every row over many chunks, in both directions', async () => {
    const count = 20_000;
    function* chunks(): Generator<Buffer> {
      const rows = new CopyWriter();
      for (let row = 0; row < count; row++) {
        rows
          .row(2)
          .int4(row)
          .text('x'.repeat(row % 50));
        if (rows.full) yield rows.take();
      }
      yield rows.take();
    }
    const wrong: number[] = [];
    let next = 0;
    await test.database.transaction(async (client) => {
      await copyInto(client, 'sample (whole, word)', chunks());
      await copyOut(client, 'SELECT whole, word FROM sample ORDER BY whole', (row) => {
        if (row.int4(0) !== next || row.text(1).length !== next % 50) wrong.push(next);
        next++;
      });
    });
    expect({ next, wrong }).toEqual({ next: count, wrong: [] });
  });

  it('that is not read to its end fails with the reason, and with its connection', async () => {
    const reading = test.database.transaction((client) =>
      copyOut(client, 'SELECT generate_series(1, 1000000)', () => {
        throw new Error('cannot go on');
      }),
    );
    await expect(within(10_000, reading)).rejects.toThrow('cannot go on');
    expect(await test.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('stores nothing if its rows break off', async () => {
    function* chunks(): Generator<Buffer> {
      yield new CopyWriter().row(1).int4(1).take();
      throw new Error('broken off');
    }
    const copying = test.database.transaction(async (client) => copyInto(client, 'sample (whole)', chunks()));
    await expect(copying).rejects.toThrow('broken off');
    expect(await test.query('SELECT * FROM sample')).toEqual([]);
  });
});

describe('instants in SQL', () => {
  it.each([0, 1, -1, 1.7e15 + 123_457, 946_684_800_000_000, -9e15 + 1, 9e15 - 1])(
    'hold %i exactly',
    async (instant) => {
      const [found] = await test.query(
        `SELECT ${toMicros(fromMicros('$1::bigint'))} AS parameter, ${toMicros(instantLiteral(instant))} AS literal`,
        [instant],
      );
      expect(found).toEqual({ parameter: String(instant), literal: String(instant) });
    },
  );

  it.each<Micros>([0.5, NaN, Infinity, 2 ** 53])('refuse %d', (instant) => {
    expect(() => instantLiteral(instant)).toThrow(RangeError);
  });

  it('quote texts', async () => {
    const text = `it's a "\\"; DROP TABLE sample --`;
    expect(await test.query(`SELECT ${literal(text)} AS text`)).toEqual([{ text }]);
  });
});

describe('a connection', () => {
  it('is given up if PostgreSQL does not answer the first queries in time, and closed if it then does', async () => {
    jest.useFakeTimers();
    try {
      let answer: (dataSource: DataSource) => void = () => undefined;
      const initialized = new Promise<DataSource>((resolve) => (answer = resolve));
      jest.spyOn(DataSource.prototype, 'initialize').mockReturnValueOnce(initialized);
      const failing = expect(Database.connect(test.url, 1, 'test')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
      await jest.advanceTimersByTimeAsync(10_000);
      await failing;
      const late = new DataSource(dataSourceOptions(test.url, 1));
      const destroy = jest.spyOn(late, 'destroy').mockResolvedValue();
      answer(late);
      await jest.advanceTimersByTimeAsync(0);
      expect(destroy).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('a migration', () => {
  it('whose connection is lost between two statements may be tried again', async () => {
    const lost = jest.spyOn(MigrationExecutor.prototype, 'executePendingMigrations');
    const dataSource = await openDataSource(dataSourceOptions(test.url, 1));
    lost.mockImplementationOnce(async () => {
      const runner = dataSource.createQueryRunner();
      await runner.connect();
      const [session]: { pid: number }[] = await runner.query('SELECT pg_backend_pid() AS pid');
      await test.query('SELECT pg_terminate_backend($1)', [session?.pid]);
      await until(() => runner.isReleased || undefined);
      await runner.query('SELECT');
      return [];
    });
    try {
      const error: unknown = await migrate(test.url).catch((reason: unknown) => reason);
      expect([messageOf(error), isUnavailable(error)]).toEqual([expect.stringContaining('already released'), true]);
    } finally {
      lost.mockRestore();
      await dataSource.destroy();
    }
  });
});

describe('a session', () => {
  /** All settings of a new session of the service, apart from its name. */
  async function settingsAt(url: string): Promise<Map<unknown, unknown>> {
    const database = await Database.connect(url, 1, 'test');
    try {
      const { rows } = await database.pool.query<{ name: string; setting: string }>(
        `SELECT name, setting FROM pg_settings WHERE name <> 'application_name'`,
      );
      return new Map(rows.map(({ name, setting }) => [name, setting]));
    } finally {
      await database.close();
    }
  }

  it('is as if its database, its role and its URL had set nothing that we depend on', async () => {
    const before = await settingsAt(test.url);
    const { DateStyle = '', TimeZone = '', ...others } = HOSTILE;
    const ours = { search_path: 'elsewhere', work_mem: '7MB', synchronous_commit: 'local' };
    const url = new URL(test.url);
    url.searchParams.set('options', `-c DateStyle=${DateStyle} -c temp_buffers=1MB`);
    await setForDatabase(test.database.pool, others);
    await test.query(`ALTER ROLE CURRENT_USER SET TimeZone = '${TimeZone}'`);
    const hostile = await settingsAt(url.href);
    await setForDatabase(test.database.pool, ours);
    const respected = await settingsAt(test.url);
    await test.query(`ALTER DATABASE ${url.pathname.slice(1)} RESET ALL`);
    await test.query('ALTER ROLE CURRENT_USER RESET ALL');

    const changed = ([name, setting]: [unknown, unknown]) => before.get(name) !== setting;
    expect(Object.fromEntries([...hostile].filter(changed))).toEqual({ temp_buffers: '128', ...LEFT_ALONE });
    expect(Object.fromEntries([...respected].filter(changed))).toEqual({ ...ours, work_mem: '7168', ...LEFT_ALONE });
  });

  it('keeps what we depend on when the configuration of the server is loaded anew', async () => {
    // What a session or its client has set itself stays; nothing else does.
    const others = await test.query(
      `SELECT name FROM pg_settings WHERE name = ANY ($1) AND source NOT IN ('session', 'client') ORDER BY name`,
      [Object.keys(HOSTILE)],
    );
    const left = [
      'backslash_quote',
      'default_transaction_deferrable',
      'session_replication_role',
      'synchronous_commit',
    ];
    expect(others).toEqual(left.map((name) => ({ name })));
  });
});

describe('a deletion by age', () => {
  it('is not begun if the time by which its statements judge is wrong, whatever the clock says a moment later', async () => {
    await test.query('CREATE SCHEMA wrong');
    await test.query(
      `CREATE FUNCTION wrong.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT clock_timestamp() + interval '2 minutes' $$`,
    );
    const url = new URL(test.url);
    url.searchParams.set('options', '-c search_path=wrong,pg_catalog,public');
    const database = await Database.connect(url.href, 1, 'test');
    try {
      const work = jest.fn(() => Promise.resolve());
      await expect(deleteByAge(database, work)).rejects.toThrow("seconds behind PostgreSQL's, so nothing is deleted");
      expect(work).not.toHaveBeenCalled();
    } finally {
      await database.close();
      await test.query('DROP SCHEMA wrong CASCADE');
    }
  });
});

describe('a transaction', () => {
  const NATURE = `SELECT current_setting('transaction_isolation') || ', read only: ' || current_setting('transaction_read_only') AS nature`;

  it.each([
    ['writes unless it says otherwise', undefined, 'read committed, read only: off'],
    ['may read only', BEGIN_READ_ONLY, 'read committed, read only: on'],
    ['may read one state of the data', BEGIN_SNAPSHOT, 'repeatable read, read only: on'],
  ])('%s, whatever is the default of its session', async (_, begin, nature) => {
    for (const isolation of ['read uncommitted', 'repeatable read', 'serializable']) {
      for (const readOnly of ['on', 'off']) {
        await test.database.transaction(async (client) => {
          await client.query(
            `ROLLBACK; SET default_transaction_isolation = '${isolation}'; SET default_transaction_read_only = ${readOnly}`,
          );
        });
        const found = test.database.transaction(
          async (client) => (await client.query<{ nature: string }>(NATURE)).rows,
          begin,
        );
        expect(await found).toEqual([{ nature }]);
      }
    }
    await test.database.transaction((client) => client.query('ROLLBACK; RESET ALL'));
  });

  const count = async (client: Pick<typeof test.database.pool, 'query'>) =>
    (await client.query<{ rows: number }>('SELECT count(*)::integer AS rows FROM sample')).rows[0]?.rows;

  it('is committed if its work succeeds, and rolled back if it fails', async () => {
    expect(
      await test.database.transaction(async (client) => {
        await client.query('INSERT INTO sample (whole) VALUES (1)');
        return 'done';
      }),
    ).toBe('done');
    const failing = test.database.transaction(async (client) => {
      await client.query('INSERT INTO sample (whole) VALUES (2)');
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(await test.query('SELECT whole FROM sample')).toEqual([{ whole: 1 }]);
    const { idleCount, totalCount } = test.database.pool;
    expect(idleCount).toBe(totalCount);
  });

  it('that can be neither committed nor rolled back ends with its connection', async () => {
    const failing = test.database.transaction(async (client) => {
      await client.query('INSERT INTO sample (whole) VALUES (1)');
      const noAnswer: () => unknown = () => Promise.reject(new Error('no answer'));
      jest.spyOn(client, 'query').mockImplementationOnce(noAnswer);
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    // Nobody else gets the connection, and commits what is left there.
    for (let time = 0; time < 8; time++) await test.database.transaction((client) => client.query('SELECT'));
    expect(await test.query('SELECT whole FROM sample')).toEqual([]);
  });

  it('leaves its connection as it was', async () => {
    const listeners = new Map<PoolClient, Set<number>>();
    for (let time = 0; time < 8; time++) {
      await test.database.transaction((client) => {
        const counts = listeners.get(client) ?? new Set();
        listeners.set(client, counts.add(client.listenerCount('error')));
        return Promise.resolve();
      });
    }
    expect([...listeners.values()].map((counts) => counts.size)).toEqual(Array(listeners.size).fill(1));
    expect(listeners.size).toBeLessThan(8);
  });

  it('whose connection is cut fails, and the next one gets another connection', async () => {
    const cut = test.database.transaction(async (client) => {
      await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(cut).rejects.toThrow();
    const pids = await Promise.all(Array.from({ length: 8 }, () => test.query('SELECT pg_backend_pid() AS pid')));
    expect(pids.flat()).toHaveLength(8);
  });

  it('on a snapshot sees the data of its first statement, and changes nothing', async () => {
    await test.database.transaction(async (reader) => {
      expect(await count(reader)).toBe(0);
      await test.query('INSERT INTO sample (whole) VALUES (1)');
      expect(await count(reader)).toBe(0);
      await expect(reader.query('DELETE FROM sample')).rejects.toMatchObject({ code: READ_ONLY });
      await reader.query('ROLLBACK');
    }, BEGIN_SNAPSHOT);
    expect(await test.query('SELECT whole FROM sample')).toEqual([{ whole: 1 }]);
  });

  it('that only reads sees what was committed before each statement, and changes nothing', async () => {
    await test.database.transaction(async (reader) => {
      expect(await count(reader)).toBe(0);
      await test.query('INSERT INTO sample (whole) VALUES (1)');
      expect(await count(reader)).toBe(1);
      await expect(reader.query('DELETE FROM sample')).rejects.toMatchObject({ code: READ_ONLY });
      await reader.query('ROLLBACK');
    }, BEGIN_READ_ONLY);
  });
});
