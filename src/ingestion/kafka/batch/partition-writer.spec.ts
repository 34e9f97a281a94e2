import { TestDatabase } from '../../../../test/support/postgres';
import { until } from '../../../../test/support/service';
import { lockAllBuckets } from '../../../stores/buckets/bucket-locks';
import { ObservationBatch } from '../../observation-batch';
import { type Delivery, PartitionLost, PartitionWriter } from './partition-writer';

const FIRST = delivery('100', '200');
const SECOND = delivery('200', '300');
const THIRD = delivery('300', '400');

/** A batch whose messages differ by their offsets, and by their topic. */
function delivery(
  firstOffset: string,
  nextOffset: string,
  topicOf: (offset: number) => string = () => 'old',
): Delivery {
  return {
    partition: 0,
    firstOffset,
    nextOffset,
    digestBefore: (offset) => {
      const before = Number(offset) - 1;
      if (before < Number(firstOffset) || before >= Number(nextOffset)) return undefined;
      return Buffer.from(`${topicOf(before)} ${before}`);
    },
  };
}

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(async () => {
  await test.empty('observation', 'status_run', 'store', 'import', 'kafka_partition');
});

afterAll(async () => {
  await test.stop();
});

/** A consumer of a group that has committed the given offset. */
function writer(committed = '-1', group = 'group', topic = 'topic'): PartitionWriter {
  return new PartitionWriter(test.database, group, topic, () => Promise.resolve(committed));
}

/** Lets an import say something else about the one observation, as a person would to correct it. */
async function correct(status: 'active' | 'inactive'): Promise<void> {
  await test.database.transaction(async (client) => {
    await lockAllBuckets(client);
    await batchWith(status).write(client, { source: 'json' });
  });
}

/** A batch with one observation, always at the same instant. */
function batchWith(status: 'active' | 'inactive', storeId = 'store'): ObservationBatch {
  const batch = new ObservationBatch({ latest: Infinity, keptFrom: -Infinity });
  batch.take({ store_id: storeId, status, timestamp_utc: '2024-10-07 12:00:00 UTC' }, 0, 0, () => '');
  return batch;
}

async function stored(): Promise<string> {
  const { rows } = await test.database.pool.query<{ active: boolean }>('SELECT active FROM observation');
  return rows.map(({ active }) => (active ? 'active' : 'inactive')).join();
}

async function imports(): Promise<number> {
  const { rows } = await test.database.pool.query<{ imports: number }>(
    'SELECT count(*)::integer AS imports FROM import',
  );
  return rows[0]?.imports ?? 0;
}

describe('PartitionWriter', () => {
  it('writes the batch after the last one written', async () => {
    expect(await writer().write(FIRST, batchWith('active'))).toBe('200');
    expect(await writer().write(SECOND, batchWith('inactive'))).toBe('300');
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it('writes nothing when a batch is redelivered, even if it is shorter or longer than before', async () => {
    await writer().write(FIRST, batchWith('active'));
    await writer('-1', 'corrections').write(FIRST, batchWith('inactive'));
    for (const nextOffset of ['200', '150', '250']) {
      expect(await writer().write(delivery('100', nextOffset), batchWith('active'))).toBe('200');
    }
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it.each([
    ['second batch', [FIRST], SECOND, 'old'],
    ['third batch', [FIRST, SECOND], THIRD, 'old'],
    ['first batch after a gap', [FIRST], THIRD, 'old'],
    ['first batch of a recreated topic', [FIRST, SECOND], delivery('200', '300', () => 'new'), 'new'],
  ])('writes nothing when the %s is redelivered after a correction', async (_, before, last, topic) => {
    // The group has committed what comes before a batch, but not the batch itself.
    for (const each of [...before, last]) await writer(each.firstOffset).write(each, batchWith('active'));
    await correct('inactive');
    const end = Number(last.nextOffset);
    for (const nextOffset of [end, end - 50, end + 50]) {
      const again = delivery(last.firstOffset, `${nextOffset}`, () => topic);
      expect(await writer(last.firstOffset).write(again, batchWith('active'))).toBe(last.nextOffset);
    }
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(before.length + 2);
  });

  it('tells apart the partitions of a topic, the topics and the groups', async () => {
    await writer().write(FIRST, batchWith('active'));
    const others: [PartitionWriter, Delivery][] = [
      [writer(), { ...FIRST, partition: 1 }],
      [writer('-1', 'other group'), FIRST],
      [writer('-1', 'group', 'other topic'), FIRST],
    ];
    for (const [index, [other, each]] of others.entries()) {
      expect(await other.write(each, batchWith('active'))).toBe('200');
      expect(await imports()).toBe(index + 2);
    }
    // Each of them has its own place to continue from.
    for (const [other, each] of [[writer(), FIRST] as const, ...others]) {
      await other.write({ ...SECOND, partition: each.partition }, batchWith('active'));
    }
    expect(await imports()).toBe(8);
  });

  it('abandons a batch that another consumer has written, with others after it', async () => {
    await writer().write(FIRST, batchWith('active'));
    await writer().write(SECOND, batchWith('inactive'));
    // The other consumer had committed its first batch before it read the second, and perhaps the second too.
    for (const committed of ['101', '200', '300', '1000']) {
      await expect(writer(committed).write(FIRST, batchWith('active'))).rejects.toThrow(PartitionLost);
    }
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it('writes a batch again if it is read again because offsets were reset', async () => {
    for (const each of [FIRST, SECOND, THIRD]) await writer().write(each, batchWith('inactive'));
    expect(await writer('100').write(FIRST, batchWith('active'))).toBe('200');
    expect(await stored()).toBe('active');
  });

  it('writes a batch that begins with the same message as the last one, sent twice in one millisecond', async () => {
    const withSame = (each: Delivery): Delivery => ({
      ...each,
      digestBefore: (offset) => each.digestBefore(offset) && Buffer.from('the same, whatever its offset'),
    });
    await writer().write(withSame(FIRST), batchWith('active'));
    expect(await writer().write(withSame(SECOND), batchWith('inactive'))).toBe('300');
    expect(await stored()).toBe('inactive');
  });

  it('continues after messages that no longer exist', async () => {
    await writer().write(FIRST, batchWith('active'));
    expect(await writer('200').write(THIRD, batchWith('inactive'))).toBe('400');
    expect(await stored()).toBe('inactive');
  });

  it('writes the messages of a recreated topic', async () => {
    await writer().write(FIRST, batchWith('active'));
    const recreated = delivery('100', '200', () => 'new');
    expect(await writer().write(recreated, batchWith('inactive'))).toBe('200');
    expect(await stored()).toBe('inactive');
    // Even if its first message is the same as before.
    const almost = delivery('100', '200', (offset) => (offset === 100 ? 'new' : 'newer'));
    expect(await writer().write(almost, batchWith('active'))).toBe('200');
    expect(await stored()).toBe('active');
    // And even if it has fewer messages than before.
    const shorter = delivery('100', '150', () => 'newest');
    expect(await writer().write(shorter, batchWith('inactive'))).toBe('150');
    expect(await stored()).toBe('inactive');
  });

  it('does not ask for the committed offset of a batch that follows the last one or repeats it', async () => {
    const committed = jest.fn(() => Promise.resolve('1000'));
    const asking = new PartitionWriter(test.database, 'group', 'topic', committed);
    for (const each of [FIRST, SECOND, SECOND, THIRD]) await asking.write(each, batchWith('active'));
    expect(committed).not.toHaveBeenCalled();
    await expect(asking.write(SECOND, batchWith('active'))).rejects.toThrow(PartitionLost);
    expect(committed.mock.calls).toEqual([[0]]);
  });

  it('asks for the committed offset before it takes the write lock', async () => {
    await writer().write(FIRST, batchWith('active'));
    const asking = new PartitionWriter(test.database, 'group', 'topic', async () => {
      await correct('inactive');
      return '200';
    });
    expect(await asking.write(THIRD, batchWith('active'))).toBe('400');
    expect(await stored()).toBe('active');
  });

  it.each([
    ['the same batch', [THIRD], '400'],
    ['the same batch and others after it', [THIRD, delivery('400', '500')], 'lost'],
  ])('writes nothing if another consumer writes %s while it asks', async (_, others, expected) => {
    await writer().write(FIRST, batchWith('active'));
    const [other, written] = [writer(), [...others]];
    const asking = new PartitionWriter(test.database, 'group', 'topic', async () => {
      const before = written.length === others.length ? '200' : '400';
      for (const each of written.splice(0)) await other.write(each, batchWith('inactive'));
      return before;
    });
    const outcome = await asking.write(THIRD, batchWith('active')).catch((error: unknown) => {
      expect(error).toBeInstanceOf(PartitionLost);
      return 'lost';
    });
    expect(outcome).toBe(expected);
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(1 + others.length);
  });

  it('writes nothing if another consumer writes other messages at the same moment, of stores of other buckets', async () => {
    const [first, late] = [batchWith('active'), batchWith('inactive', 'another')];
    expect(first.buckets()).not.toEqual(late.buckets());
    let goOn: () => void = () => undefined;
    const pause = new Promise<void>((resolve) => (goOn = resolve));
    const write = first.write.bind(first);
    const paused = jest.spyOn(first, 'write').mockImplementation(async (client, origin) => {
      await pause;
      return write(client, origin);
    });
    const writing = writer().write(FIRST, first);
    await until(() => (paused.mock.calls.length > 0 ? true : undefined));
    const lost = writer('200').write(delivery('150', '250'), late);
    lost.catch(() => undefined);
    await test.untilWaiting(1);
    goOn();
    expect(await writing).toBe('200');
    await expect(lost).rejects.toBeInstanceOf(PartitionLost);
    expect(await imports()).toBe(1);
  });

  it('gives up its wait for the locks after two seconds, and writes nothing', async () => {
    await test.database.transaction(async (client) => {
      await lockAllBuckets(client);
      const start = performance.now();
      await expect(writer().write(FIRST, batchWith('active'))).rejects.toMatchObject({ code: '55P03' });
      expect(performance.now() - start).toBeGreaterThan(1_500);
      expect(await imports()).toBe(0);
    });
  });

  it('holds its locks in a transaction that PostgreSQL ends after a minute of silence', async () => {
    const batch = batchWith('active');
    const write = jest.spyOn(batch, 'write');
    write.mockImplementation(async (client) => {
      const { rows } = await client.query('SHOW idle_in_transaction_session_timeout');
      expect(rows).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
      return undefined;
    });
    await writer().write(FIRST, batch);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('leaves no trace of a batch that fails', async () => {
    const failing = batchWith('active');
    jest.spyOn(failing, 'write').mockRejectedValue(new Error('failed'));
    await expect(writer().write(FIRST, failing)).rejects.toThrow('failed');
    expect(await writer().write(FIRST, batchWith('inactive'))).toBe('200');
    expect(await stored()).toBe('inactive');
  });
});
