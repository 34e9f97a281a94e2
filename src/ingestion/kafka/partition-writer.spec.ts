import { TestDatabase } from '../../../test/support/postgres';
import { ObservationBatch } from '../observation-batch';
import { type Delivery, PartitionLost, PartitionWriter } from './partition-writer';

const FIRST: Delivery = { partition: 0, firstOffset: '100', firstTimestamp: '1700000000000', nextOffset: '200' };
const SECOND: Delivery = { partition: 0, firstOffset: '200', firstTimestamp: '1700000001000', nextOffset: '300' };
const THIRD: Delivery = { partition: 0, firstOffset: '300', firstTimestamp: '1700000002000', nextOffset: '400' };

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(async () => {
  await test.database.pool.query('TRUNCATE observation, status_run, store, import, kafka_partition CASCADE');
});

afterAll(async () => {
  await test.stop();
});

/** A consumer; what the group has committed is for the test to say. */
function writer(committed = '-1', group = 'group'): PartitionWriter {
  return new PartitionWriter(test.database, group, 'topic', () => Promise.resolve(committed));
}

/** A batch with one poll, always of the same instant. */
function saying(status: 'active' | 'inactive'): ObservationBatch {
  const batch = new ObservationBatch({ latest: Infinity, keptFrom: -Infinity });
  batch.take({ store_id: 'store', status, timestamp_utc: '2024-10-07 12:00:00 UTC' }, 0, 0, () => '');
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
  it('writes what follows what was written', async () => {
    expect(await writer().write(FIRST, saying('active'))).toBe('200');
    expect(await writer().write(SECOND, saying('inactive'))).toBe('300');
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it('writes nothing when a batch is delivered again, also if it is shorter or longer than before', async () => {
    await writer().write(FIRST, saying('active'));
    await writer('-1', 'corrections').write(FIRST, saying('inactive'));
    for (const nextOffset of ['200', '150', '250']) {
      expect(await writer().write({ ...FIRST, nextOffset }, saying('active'))).toBe('200');
    }
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it('gives up a batch which another consumer has written, with others after it', async () => {
    await writer().write(FIRST, saying('active'));
    await writer().write(SECOND, saying('inactive'));
    // The other one has committed its first batch before it went on, and perhaps its second one.
    for (const committed of ['200', '300']) {
      await expect(writer(committed).write(FIRST, saying('active'))).rejects.toThrow(PartitionLost);
    }
    expect(await stored()).toBe('inactive');
    expect(await imports()).toBe(2);
  });

  it('writes again what is read again because somebody has reset the offsets', async () => {
    for (const delivery of [FIRST, SECOND, THIRD]) await writer().write(delivery, saying('inactive'));
    expect(await writer('100').write(FIRST, saying('active'))).toBe('200');
    expect(await stored()).toBe('active');
  });

  it('goes on behind messages that are no longer there', async () => {
    await writer().write(FIRST, saying('active'));
    expect(await writer('200').write(THIRD, saying('inactive'))).toBe('400');
    expect(await stored()).toBe('inactive');
  });

  it('takes the messages of a topic that was created anew', async () => {
    await writer().write(FIRST, saying('active'));
    const anew = { ...FIRST, firstTimestamp: '1700000009000' };
    expect(await writer().write(anew, saying('inactive'))).toBe('200');
    expect(await stored()).toBe('inactive');
  });

  it('leaves no trace of a batch that fails', async () => {
    const failing = saying('active');
    jest.spyOn(failing, 'write').mockRejectedValue(new Error('failed'));
    await expect(writer().write(FIRST, failing)).rejects.toThrow('failed');
    expect(await writer().write(FIRST, saying('inactive'))).toBe('200');
    expect(await stored()).toBe('inactive');
  });
});
