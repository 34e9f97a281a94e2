import type { PoolClient } from 'pg';
import { LOOKERS, tornLooks } from '../../test/support/database';
import { TestDatabase } from '../../test/support/postgres';
import { seededRandom } from '../../test/support/random';
import { insertIds } from '../../test/support/stores';
import { MINUTE } from '../calculator/instants';
import type { Random } from '../common/random';
import { formatTimestamp } from '../common/timestamp';
import { checkRuns } from '../observations/verification/run-check';
import { BEGIN_SNAPSHOT } from '../platform/database/begin';
import { Database } from '../platform/database/database';
import { bucketOf } from '../stores/buckets/buckets';
import { lockAllBuckets, lockBuckets } from '../stores/buckets/bucket-locks';
import { closeFence, passFence } from '../stores/buckets/fence';
import { ObservationBatch } from './observation-batch';

const MONDAY = Date.UTC(2024, 9, 7) * 1000;
const WEEK_MINUTES = 7 * 24 * 60;
const WRITERS = 8;
const NO_LIMITS = { latest: Infinity, keptFrom: -Infinity };
const STORES = Array.from({ length: 40 }, (_, index) => `store-${index}`);

let test: TestDatabase;
let writers: Database[] = [];
let readers: Database;

beforeAll(async () => {
  test = await TestDatabase.start();
  // Each look has a transaction of its own, and one that closes the fence.
  readers = await Database.connect(test.url, 2 * LOOKERS, 'reader');
  writers = await Promise.all(Array.from({ length: WRITERS }, () => Database.connect(test.url, 2, 'writer')));
});

afterAll(async () => {
  for (const each of [...writers, readers]) await each.close();
  await test.stop();
});

beforeEach(async () => {
  await test.query('TRUNCATE store, observation, status_run, import, schedule CASCADE');
});

/** A poll of a store, whose status follows from the store and the minute, so that no writer corrects another. */
function poll(storeId: string, minute: number) {
  const status = (minute * 7 + storeId.length) % 5 < 2 ? 'active' : 'inactive';
  return { store_id: storeId, status, timestamp_utc: formatTimestamp(MONDAY + minute * MINUTE) };
}

function batchOf(polls: readonly object[]): ObservationBatch {
  const batch = new ObservationBatch(NO_LIMITS);
  for (const [index, one] of polls.entries()) batch.take(one, index, 0, () => '');
  return batch;
}

async function write(database: Database, batch: ObservationBatch): Promise<void> {
  await database.transaction(async (client) => {
    await lockBuckets(client, batch.buckets());
    await batch.write(client, { source: 'kafka' });
  });
}

function randomPolls(random: Random, weeks: number): object[] {
  const stores = [...STORES];
  random.shuffle(stores);
  return stores
    .slice(0, 1 + random.below(12))
    .flatMap((store) =>
      Array.from({ length: 1 + random.below(5) }, () => poll(store, random.below(weeks * WEEK_MINUTES))),
    );
}

const [ONE = '', SAME = ''] = STORES.filter((store, _, all) =>
  all.some((other) => other !== store && bucketOf(other) === bucketOf(store)),
).toSorted((a, b) => bucketOf(a) - bucketOf(b));
const ANOTHER = STORES.find((store) => bucketOf(store) !== bucketOf(ONE)) ?? '';

async function database(index: number): Promise<Database> {
  const found = writers[index];
  if (!found) throw new RangeError(`there is no writer ${index}`);
  return Promise.resolve(found);
}

describe('a writer', () => {
  it('waits for another one of the same bucket, and for no others', async () => {
    expect(bucketOf(ONE)).toBe(bucketOf(SAME));
    const other = await database(0);
    const waiting = await test.database.transaction(async (client) => {
      await lockBuckets(client, [bucketOf(ONE)]);
      await write(other, batchOf([poll(ANOTHER, 0)]));
      const sameBucket = write(other, batchOf([poll(SAME, 0)]));
      await test.untilWaiting(1);
      return { sameBucket };
    });
    await waiting.sameBucket;
    expect(await test.query('SELECT store_id FROM store ORDER BY store_key')).toHaveLength(2);
  });

  it('waits for whoever has all buckets', async () => {
    const waiting = await test.database.transaction(async (client) => {
      await lockAllBuckets(client);
      const writing = Promise.all(
        STORES.slice(0, 4).map(async (store, index) => write(await database(index), batchOf([poll(store, 0)]))),
      );
      await test.untilWaiting(4);
      return { writing };
    });
    await waiting.writing;
  });

  it('that has created a new week holds up no other one that needs it', async () => {
    const week = (number: number) => number * WEEK_MINUTES;
    const waiting = await test.database.transaction(async (client) => {
      const batch = batchOf([poll(ONE, week(10))]);
      await batch.prepare(test.database.pool);
      await lockBuckets(client, [bucketOf(ONE)]);
      await batch.write(client, { source: 'kafka' });
      const another = batchOf([poll(ANOTHER, week(10)), poll(ANOTHER, week(11))]);
      await another.prepare(test.database.pool);
      await write(await database(0), another);
      return batch.rowsRead;
    });
    expect(waiting).toBe(1);
    expect(await test.query('SELECT count(*)::integer AS observations FROM observation')).toEqual([
      { observations: 3 },
    ]);
  });

  it('creates a new week by itself if somebody holds up its creation before', async () => {
    const batch = batchOf([poll(ONE, 20 * WEEK_MINUTES)]);
    await test.database.transaction(async (client) => {
      await client.query('LOCK TABLE observation IN SHARE UPDATE EXCLUSIVE MODE');
      await batch.prepare(test.database.pool);
    });
    await write(await database(0), batch);
    expect(await test.query('SELECT count(*)::integer AS observations FROM observation')).toEqual([
      { observations: 1 },
    ]);
  });

  it('waits for another one that creates the same week, and finds it', async () => {
    for (const name of await test.query(
      `SELECT inhrelid::regclass AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass`,
    )) {
      await test.query(`DROP TABLE ${String(name.name)}`);
    }
    const waiting = await test.database.transaction(async (client) => {
      await lockBuckets(client, [bucketOf(ONE)]);
      await batchOf([poll(ONE, 0)]).write(client, { source: 'kafka' });
      const sameWeek = write(await database(0), batchOf([poll(ANOTHER, 1)]));
      await test.untilWaiting(1);
      return { sameWeek };
    });
    await waiting.sameWeek;
    expect(await test.query('SELECT count(*)::integer AS observations FROM observation')).toEqual([
      { observations: 2 },
    ]);
  });
});

describe('eight writers at once', () => {
  it('never deadlock, and leave exact counts and runs, whatever order their stores come in', async () => {
    const random = seededRandom('many writers');
    const sent = new Set<string>();
    const rounds = Array.from({ length: WRITERS }, () => Array.from({ length: 25 }, () => randomPolls(random, 3)));
    for (const one of rounds.flat(2)) sent.add(JSON.stringify(one));
    await Promise.all(
      rounds.map(async (batches, index) => {
        for (const polls of batches) await write(await database(index), batchOf(polls));
      }),
    );
    const [counts] = await test.query(
      `SELECT sum(rows_accepted)::integer AS accepted, sum(rows_read - rows_accepted - rows_unchanged)::integer AS lost,
              (SELECT count(*) FROM observation)::integer AS stored
       FROM import`,
    );
    expect(counts).toEqual({ accepted: sent.size, lost: 0, stored: sent.size });
    await test.rolledBack(async (client) => {
      expect((await checkRuns(client)).wrong).toEqual([]);
    });
  });
});

/** Whether a snapshot lacks a write whose number is not greater than the greatest one in it. */
async function isTorn(reader: PoolClient): Promise<boolean> {
  const { rows } = await reader.query<{ torn: boolean }>(
    'SELECT count(*) < coalesce(max(write_no) - min(write_no) + 1, 0) AS torn FROM import',
  );
  return rows[0]?.torn ?? false;
}

describe('the fence', () => {
  /** Looks at the data again and again while eight writers write; returns how often it found them torn. */
  async function lookWhileWriting(
    looks: number,
    look: (torn: () => Promise<boolean>, reader: PoolClient) => Promise<boolean>,
  ) {
    const random = seededRandom('the fence');
    return tornLooks(
      looks,
      writers.map((writer) => () => write(writer, batchOf([poll(random.pick(STORES), random.below(WEEK_MINUTES))]))),
      () => readers.transaction((reader) => look(() => isTorn(reader), reader), BEGIN_SNAPSHOT),
    );
  }

  it('lets whoever closes it see all writes up to the last number, and none after it', async () => {
    const torn = await lookWhileWriting(300, async (look) =>
      readers.transaction(async (gate) => {
        await closeFence(gate);
        return look();
      }),
    );
    expect(torn).toBe(0);
  });

  it('is what does it', async () => {
    let torn = 0;
    for (let rounds = 0; rounds < 20 && torn === 0; rounds++) torn += await lookWhileWriting(300, (look) => look());
    expect(torn).toBeGreaterThan(0);
  });

  it('is closed only while nobody is behind it, and keeps out whoever comes then', async () => {
    await test.query(insertIds(ONE));
    const log: string[] = [];
    const { closing, passing } = await test.database.transaction(async (client) => {
      await passFence(client);
      const first = await database(0);
      const closed = first.transaction(async (gate) => {
        await closeFence(gate);
        log.push('closed');
        await gate.query('SELECT pg_sleep(0.05)');
        log.push('opened');
      });
      await test.untilWaiting(1);
      const second = await database(1);
      const passed = second.transaction(async (writer) => {
        await passFence(writer);
        log.push('passed');
      });
      await test.untilWaiting(2);
      log.push('committed');
      return { closing: closed, passing: passed };
    });
    await Promise.all([closing, passing]);
    expect(log).toEqual(['committed', 'closed', 'opened', 'passed']);
  });
});
