import { Logger } from '@nestjs/common';
import { batchOf } from '../../../../test/support/kafka/payload';
import { TestDatabase } from '../../../../test/support/postgres';
import { logFields } from '../../../platform/logging/log-fields';
import { readLimits } from '../../observation';
import { kafkaClient } from '../kafka-client';
import { BatchHandler, type FetchedBatch } from './batch-handler';
import { BatchHeartbeats, RejoinRequired } from './batch-heartbeats';
import { type Delivery, PartitionLost, PartitionWriter } from './partition-writer';
import { RejectsTopic } from './rejects-topic';

const [GOOD, EARLY, CLOSED] = [
  value('active', '2024-10-07 12:00:00 UTC'),
  value('active', '2024-10-01 12:00:00 UTC'),
  value('closed', '2024-10-07 12:00:00 UTC'),
];

/** PostgreSQL is away: the connection is refused. */
const AWAY = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
const LOCK_TIMEOUT = Object.assign(new Error('lock timeout'), { code: '55P03' });
const REBALANCE = Object.assign(new Error('rebalance'), { type: 'REBALANCE_IN_PROGRESS' });

let test: TestDatabase;
let events: string[];
let send: jest.SpiedFunction<RejectsTopic['send']>;
let write: jest.SpiedFunction<PartitionWriter['write']>;
let commit: jest.Mock<Promise<void>, [string]>;
let stopping: AbortController;
let heartbeats: BatchHeartbeats;
let handler: BatchHandler;
let rejectsTopic: RejectsTopic;
let writer: PartitionWriter;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(() => {
  Logger.overrideLogger(false);
  events = [];
  rejectsTopic = new RejectsTopic(kafkaClient({ KAFKA_BROKERS: ['127.0.0.1:1'] }), 'topic');
  send = jest.spyOn(rejectsTopic, 'send').mockImplementation((_partition, _messages, rejects) => {
    events.push(`send ${rejects.map(({ position, reason }) => `${position} ${reason}`).join()}`);
    return Promise.resolve();
  });
  writer = new PartitionWriter(test.database, 'group', 'topic', () => Promise.resolve('-1'));
  write = jest.spyOn(writer, 'write').mockImplementation(({ nextOffset }, batch) => {
    events.push(`write ${batch.rowsRead} to ${nextOffset}`);
    return Promise.resolve(nextOffset);
  });
  commit = jest.fn((offset) => {
    events.push(`commit ${offset}`);
    return Promise.resolve();
  });
  stopping = new AbortController();
  heartbeats = new BatchHeartbeats(() => Promise.resolve(), stopping.signal);
  handler = new BatchHandler(async () => (await readLimits(test.database.pool, 0))(), 10_000, rejectsTopic, writer);
});

afterEach(async () => {
  heartbeats.end();
  await keepFrom('-infinity');
});

async function keepFrom(instant: string): Promise<void> {
  await test.database.pool.query('UPDATE observation_retention SET kept_from = $1', [instant]);
}

/** Where the batches of these tests begin. */
const POSITION = { topic: 'topic', partition: 3, offset: 7 };

function handle(...values: string[]): Promise<string> {
  const parts = values.map((value) => ({ value: Buffer.from(value) }));
  return handler.handle(batchOf(POSITION, parts), heartbeats, commit);
}

describe('BatchHandler', () => {
  it('sends the rejects, then writes the batch, then commits the offset after it', async () => {
    expect(await handle(GOOD, CLOSED, GOOD)).toBe('10');
    expect(events).toEqual(['send 8 invalid_status', 'write 3 to 10', 'commit 10']);
  });

  it('sends all rejects, also those that are not kept with the import', async () => {
    handler = new BatchHandler(async () => (await readLimits(test.database.pool, 0))(), 1, rejectsTopic, writer);
    await handle(CLOSED, CLOSED);
    const [[, written] = []] = write.mock.calls;
    expect(written?.rejects.map(({ text }) => text)).toEqual([CLOSED, '']);
    expect(events).toEqual(['send 7 invalid_status,8 invalid_status', 'write 2 to 9', 'commit 9']);
  });

  it('commits where a batch ends if that is further on than its last message', async () => {
    const batch = { ...batchOf(POSITION, [{ value: Buffer.from(GOOD) }]), nextOffset: '12' };
    expect(await handler.handle(batch, heartbeats, commit)).toBe('12');
    expect(events).toEqual(['write 1 to 8', 'commit 12']);
  });

  it('writes nothing of a batch without messages, and commits where it ends', async () => {
    expect(await handler.handle({ ...batchOf(POSITION, []), nextOffset: '12' }, heartbeats, commit)).toBe('12');
    expect(events).toEqual(['commit 12']);
  });

  it('does the work of a batch as a part of a trace of its own, which says whose it is, as all that is logged does', async () => {
    let fields: unknown;
    write.mockImplementation(({ nextOffset }) => {
      fields = logFields();
      return Promise.resolve(nextOffset);
    });
    await handle(GOOD);
    expect(fields).toEqual({ topic: 'topic', partition: 3 });
  });

  it('sends nothing when there are no rejects', async () => {
    await handle(GOOD);
    expect(events).toEqual(['write 1 to 8', 'commit 8']);
  });

  it('commits the offset that the writer returns', async () => {
    write.mockResolvedValue('9');
    expect(await handle(GOOD)).toBe('9');
    expect(commit.mock.calls).toEqual([['9']]);
  });

  it('sends the rejects of a batch once, however often the batch is tried', async () => {
    write.mockRejectedValueOnce(AWAY).mockRejectedValueOnce(new Error('unknown')).mockRejectedValueOnce(LOCK_TIMEOUT);
    expect(await handle(CLOSED, GOOD)).toBe('9');
    expect(write).toHaveBeenCalledTimes(4);
    expect(events).toEqual(['send 7 invalid_status', 'write 2 to 9', 'commit 9']);
  });

  it('tries to send the rejects until they are sent, and writes only then', async () => {
    send.mockRejectedValueOnce(new Error('no leader'));
    expect(await handle(CLOSED, GOOD)).toBe('9');
    expect(send).toHaveBeenCalledTimes(2);
    expect(events).toEqual(['send 7 invalid_status', 'write 2 to 9', 'commit 9']);
  });

  it('sends what was not rejected by an earlier attempt, when less is kept by the next one', async () => {
    write.mockImplementationOnce(async () => {
      await keepFrom('2024-10-05 00:00:00 UTC');
      throw AWAY;
    });
    await handle(CLOSED, EARLY, GOOD);
    expect(events).toEqual(['send 7 invalid_status', 'send 8 before_retention', 'write 3 to 10', 'commit 10']);
  });

  it('rejects by the clock of the first attempt, so that no message is both rejected and written', async () => {
    const started = Date.now();
    let latest = (started + 60_000) * 1000;
    handler = new BatchHandler(() => Promise.resolve({ latest, keptFrom: -Infinity }), 10_000, rejectsTopic, writer);
    write.mockImplementationOnce(() => {
      latest += 3_600_000_000;
      return Promise.reject(AWAY);
    });
    const ahead = (ms: number) => value('active', new Date(started + ms).toISOString());
    await handle(ahead(60_001), ahead(60_000));
    expect(events).toEqual(['send 7 timestamp_in_future', 'write 2 to 9', 'commit 9']);
    expect(write.mock.calls.map(([, { rejects }]) => rejects.length)).toEqual([1, 1]);
  });

  it('waits longer after each failure in a row', async () => {
    const pause = jest.spyOn(heartbeats, 'pause').mockResolvedValue();
    for (let failure = 0; failure < 3; failure++) write.mockRejectedValueOnce(AWAY);
    await handle(GOOD);
    expect(pause.mock.calls).toEqual([[0], [1], [2]]);
  });

  it('waits for the write lock again without a pause and without decoding the batch again', async () => {
    const pause = jest.spyOn(heartbeats, 'pause');
    for (let wait = 0; wait < 20; wait++) write.mockRejectedValueOnce(LOCK_TIMEOUT);
    await handle(GOOD);
    expect(pause).not.toHaveBeenCalled();
    expect(new Set(write.mock.calls.map(([, decoded]) => decoded)).size).toBe(1);
  });

  it('commits again when a commit fails, without writing again', async () => {
    commit.mockRejectedValueOnce(new Error('no coordinator'));
    await handle(GOOD);
    expect(write).toHaveBeenCalledTimes(1);
    expect(events).toEqual(['write 1 to 8', 'commit 8']);
  });

  it('joins the group again when another consumer has the partition, and commits nothing', async () => {
    write.mockRejectedValueOnce(new PartitionLost('elsewhere'));
    const error: unknown = await handle(GOOD).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RejoinRequired);
    expect(error).toMatchObject({ type: 'REBALANCE_IN_PROGRESS' });
    expect(write).toHaveBeenCalledTimes(1);
    expect(commit).not.toHaveBeenCalled();
  });

  it('does not try again after a rebalance', async () => {
    commit.mockRejectedValueOnce(REBALANCE);
    await expect(handle(GOOD)).rejects.toBe(REBALANCE);
    expect(commit).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['PostgreSQL is away', AWAY],
    ['another transaction has the write lock', LOCK_TIMEOUT],
  ])('abandons the batch when the process stops while %s', async (_, error) => {
    write.mockImplementation(() => {
      if (write.mock.calls.length === 2) stopping.abort();
      // Whoever does not notice must not go on for ever.
      return write.mock.calls.length < 5 ? Promise.reject(error) : Promise.resolve('8');
    });
    await expect(handle(GOOD)).rejects.toThrow('the process is stopping');
    expect(write).toHaveBeenCalledTimes(2);
    expect(commit).not.toHaveBeenCalled();
  });

  it('commits nothing when the process stops right after a write', async () => {
    write.mockImplementation(() => {
      stopping.abort();
      return Promise.resolve('8');
    });
    await expect(handle(GOOD)).rejects.toThrow('the process is stopping');
    expect(commit).not.toHaveBeenCalled();
  });

  it('recognises a message by its time, key and value, and by where each of them ends', async () => {
    const parts: [timestamp: string, key: string | null, value: string | null][] = [
      ['1', 'ab', 'c'],
      ['1', 'a', 'bc'],
      ['2', 'ab', 'c'],
      ['1', 'ab', 'd'],
      ['1', 'bb', 'c'],
      ['1', null, 'abc'],
      ['1', '', 'abc'],
      ['1', 'abc', null],
      ['1', 'abc', ''],
    ];
    const bytes = (text: string | null) => (text === null ? null : Buffer.from(text));
    const digests = new Set<string | undefined>();
    for (const [timestamp, key, text] of [...parts, ...parts]) {
      const { digestBefore } = await deliveryOf(
        batchOf(POSITION, [{ timestamp, key: bytes(key), value: bytes(text) }]),
      );
      digests.add(digestBefore('8')?.toString('hex'));
    }
    expect(digests.size).toBe(parts.length);
    expect(digests).not.toContain(undefined);
  });

  it('hands over the partition, the offsets, and the digest of each message', async () => {
    const delivery = await deliveryOf(batchOf(POSITION, [{ key: Buffer.from('a') }, { key: Buffer.from('b') }]));
    expect(delivery).toMatchObject({ partition: 3, firstOffset: '7', nextOffset: '9' });
    expect(delivery.digestBefore('7')).toBeUndefined();
    expect(delivery.digestBefore('8')).not.toEqual(delivery.digestBefore('9'));
    expect(delivery.digestBefore('9')).toBeDefined();
    expect(delivery.digestBefore('10')).toBeUndefined();
  });
});

/** What the writer is given of a batch. */
async function deliveryOf(batch: FetchedBatch): Promise<Delivery> {
  await handler.handle(batch, heartbeats, commit);
  const call = write.mock.lastCall;
  if (!call) throw new Error('nothing was written');
  return call[0];
}

function value(status: string, timestamp_utc: string): string {
  return JSON.stringify({ store_id: 'store', status, timestamp_utc });
}
