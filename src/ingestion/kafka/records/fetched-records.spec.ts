import { compress } from 'snappyjs';
import { controlBatch, recordBatch, sealed, TRANSACTIONAL } from '../../../../test/support/kafka/record-batches';
import type { AbortedTransaction } from './aborted-transactions';
import { MemoryBudget, readRecords } from './fetched-records';
import type { FetchedMessage } from './message-block';
import type { Parcel } from './parcel';

const [GZIP, SNAPPY] = [1, 2];

let memory: MemoryBudget;

beforeEach(() => {
  memory = new MemoryBudget();
});

/** What was read: each message as its offset and value, then where it ends or why it cannot be read. */
async function read(
  batches: readonly Buffer[],
  from = 0,
  aborted: readonly AbortedTransaction[] = [],
): Promise<string[]> {
  const parcel = await readRecords(Buffer.concat(batches), BigInt(from), aborted, memory);
  if (!parcel) return [];
  if (parcel.unreadable !== undefined) return [`${parcel.offset}: ${parcel.unreadable}`];
  return [...messagesOf(parcel).map(({ offset, value }) => `${offset} ${String(value)}`), `next ${parcel.nextOffset}`];
}

function messagesOf(parcel: Parcel | undefined): FetchedMessage[] {
  return [...(parcel?.messages.at({ has: () => true }) ?? [])];
}

/** A batch whose byte at an offset is changed, with a checksum that matches it. */
function changed(at: number, byte: number): Buffer {
  const batch = recordBatch({ firstOffset: 0, values: ['a'] });
  batch.writeUInt8(byte, at);
  return sealed(batch);
}

const first = recordBatch({ firstOffset: 0, values: ['a', 'b'] });
const second = recordBatch({ firstOffset: 2, values: ['c'] });

describe('readRecords', () => {
  it('reads key, value and time of each message', async () => {
    const batch = recordBatch({ firstOffset: 7, values: ['a', 'b'], key: Buffer.from('k') });
    const parcel = await readRecords(batch, 7n, [], memory);
    const key = Buffer.from('k');
    const a = { offset: '7', key, value: Buffer.from('a'), timestamp: '1000' };
    const b = { offset: '8', key, value: Buffer.from('b'), timestamp: '1001' };
    expect(messagesOf(parcel)).toEqual([a, b]);
    expect(parcel).toMatchObject({ nextOffset: '9', offset: '8', unreadable: undefined });
    expect(parcel?.messages).toMatchObject({ length: 2, first: a, last: b });
    const appending = recordBatch({ firstOffset: 0, values: ['a'], attributes: 8 });
    const [appended] = messagesOf(await readRecords(appending, 0n, [], memory));
    expect(appended).toMatchObject({ key: null, timestamp: '2000' });
  });

  it('reads one batch after another, from an offset within a batch on', async () => {
    expect(await read([first, second])).toEqual(['0 a', '1 b', '2 c', 'next 3']);
    expect(await read([first, second], 1)).toEqual(['1 b', '2 c', 'next 3']);
    expect(await read([])).toEqual([]);
  });

  it('neither reads batches that end before the offset nor goes back to them', async () => {
    const unreadable = changed(22, 6);
    expect(await read([unreadable, second], 2)).toEqual(['2 c', 'next 3']);
    expect(await read([first, second], 5)).toEqual([]);
  });

  it('continues after what compaction has removed, also where nothing is left', async () => {
    const gaps = recordBatch({ firstOffset: 0, values: ['a', undefined, 'c'], lastOffset: 5 });
    expect(await read([gaps])).toEqual(['0 a', '2 c', 'next 6']);
    expect(await read([gaps], 4)).toEqual(['next 6']);
    for (const attributes of [0, GZIP, SNAPPY]) {
      expect(await read([recordBatch({ firstOffset: 0, values: [], lastOffset: 9, attributes })])).toEqual(['next 10']);
    }
  });

  it('continues after the records that end transactions', async () => {
    const written = recordBatch({ firstOffset: 0, values: ['a'], attributes: TRANSACTIONAL, producerId: 1 });
    expect(await read([written, controlBatch(1, 1, 'commit')])).toEqual(['0 a', 'next 2']);
    expect(await read([controlBatch(1, 1, 'abort')], 1)).toEqual(['next 2']);
  });

  it('leaves out aborted transactions, in whatever order they began and ended', async () => {
    const of = (offset: number, value: string, producerId: number) =>
      recordBatch({ firstOffset: offset, values: [value], attributes: TRANSACTIONAL, producerId });
    const batches = [
      of(0, 'one', 1),
      recordBatch({ firstOffset: 1, values: ['free'], producerId: 1 }),
      of(2, 'two', 2),
      of(3, 'three', 3),
      controlBatch(4, 2, 'abort'),
      of(5, 'again', 2),
      controlBatch(6, 2, 'commit'),
      of(7, 'more', 1),
      controlBatch(8, 3, 'commit'),
      controlBatch(9, 1, 'abort'),
      of(10, 'last', 1),
      controlBatch(11, 1, 'commit'),
    ];
    // The broker names them in the order in which they ended.
    const aborted = [
      { producerId: 2n, firstOffset: 2n },
      { producerId: 1n, firstOffset: 0n },
    ];
    const committed = ['1 free', '3 three', '5 again', '10 last', 'next 12'];
    expect(await read(batches, 0, aborted)).toEqual(committed);
    // Both have begun before what is fetched.
    expect(await read(batches.slice(2), 2, aborted)).toEqual(committed.slice(1));
    // A key of four zeros ends no transaction.
    const key = Buffer.alloc(4);
    const zeros = recordBatch({ firstOffset: 0, values: ['a', 'b'], attributes: TRANSACTIONAL, producerId: 1, key });
    expect(await read([zeros], 0, [{ producerId: 1n, firstOffset: 0n }])).toEqual(['next 2']);
  });

  it.each([
    ['with a wrong checksum', Buffer.from(first).fill(0x7a, 70), 'its checksum does not match'],
    ['of an unknown format', changed(16, 9), 'its format (magic 9) is unknown'],
    ['of a format before Kafka 0.11', changed(16, 1), 'its format (magic 1) is unknown'],
    ['with an unknown compression', changed(22, 6), 'its compression 6 is unknown'],
    ['with damaged compressed data', changed(22, SNAPPY), 'Invalid Snappy bitstream'],
    ['that claims a negative number of messages', changed(57, 0x80), 'it claims to hold -2147483647 messages'],
    ['that claims more messages than memory can hold', changed(57, 0x01), 'it claims to hold 16777217 messages'],
    ['that claims fewer messages than it has', changed(60, 0), 'it does not end with its last message'],
    ['that claims more messages than it has', changed(60, 2), /out of range/],
    [
      'with an offset after its last one',
      recordBatch({ firstOffset: 0, values: ['a', 'b'], lastOffset: 0 }),
      'an offset is outside of it',
    ],
    ['with a value of a negative length', changed(66, 3), 'something is cut off'],
    ['with a message that is longer than it says', changed(61, 2 * 5), 'a message is longer than it says'],
    ['that is cut off', first.subarray(0, 70), 'it is cut off'],
    ['that is cut off in its header', first.subarray(0, 10), /./],
    ['that is shorter than its header', changed(11, 40), 'it is shorter than its header'],
  ])('says why it cannot read a batch %s, after what comes before it', async (_, batch, reason) => {
    const expected: unknown = reason instanceof RegExp ? expect.stringMatching(reason) : `0: ${reason}`;
    expect(await read([batch])).toEqual([expected]);
    expect(await read([batch, second])).toEqual([expect.stringMatching(/^0: ./)]);
    const before = recordBatch({ firstOffset: 0, values: ['before'] });
    expect(await read([before, batch, second])).toEqual(['0 before', 'next 1']);
  });

  it.each([
    ['values', 'x'.repeat(700_000), undefined],
    ['headers, which nobody reads,', 'x', Buffer.alloc(700_000)],
  ])('reads the rest of a response later when the %s of its messages take much memory', async (_, value, header) => {
    const values = Array<string>(100).fill(value);
    const body = { values, ...(header && { header }), compress: (records: Buffer) => compress(records) };
    const large = recordBatch({ firstOffset: 0, attributes: SNAPPY, ...body });
    const batches = [0, 100, 200].map((firstOffset) => {
      const batch = Buffer.from(large);
      // Its checksum does not cover where it is.
      batch.writeBigInt64BE(BigInt(firstOffset));
      return batch;
    });
    expect((await read(batches)).at(-1)).toBe('next 200');
    // Of another partition in the same response nothing is read.
    expect(await read(batches)).toEqual([]);
  });
});
