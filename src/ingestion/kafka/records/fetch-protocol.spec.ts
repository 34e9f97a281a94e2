import fetchApi from 'kafkajs/src/protocol/requests/fetch';
import { controlBatch, recordBatch, TRANSACTIONAL } from '../../../../test/support/kafka/record-batches';
import { readRecordsOurselves } from './fetch-protocol';

interface Sent {
  readonly partition: number;
  readonly errorCode?: number;
  readonly aborted?: readonly { readonly producerId: number; readonly firstOffset: number }[];
  readonly records?: Buffer;
}

const REPLICA = 7;

/** Fetches from offset 5 of partition 0 and offset 0 of the others. */
async function fetch(version: number, ...sent: readonly Sent[]): Promise<fetchApi.Response> {
  const partitions = sent.map(({ partition }) => ({ partition, fetchOffset: partition === 0 ? '5' : '0' }));
  const { response } = fetchApi.protocol({ version })({ topics: [{ topic: 'polls', partitions }] });
  return response.decode(encode(version, sent));
}

function encode(version: number, sent: readonly Sent[]): Buffer {
  return Buffer.concat([
    int32(40),
    version >= 7 ? Buffer.alloc(6) : none,
    array([
      Buffer.concat([
        Buffer.from([0, 5]),
        Buffer.from('polls'),
        array(
          sent.map(({ partition, errorCode = 0, aborted, records = none }) =>
            Buffer.concat([
              int32(partition),
              int16(errorCode),
              int64(99),
              Buffer.alloc(version >= 5 ? 16 : 8),
              aborted
                ? array(aborted.map((one) => Buffer.concat([int64(one.producerId), int64(one.firstOffset)])))
                : int32(-1),
              version >= 11 ? int32(REPLICA) : none,
              int32(records.length),
              records,
            ]),
          ),
        ),
      ]),
    ]),
  ]);
}

const none = Buffer.alloc(0);

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function array(elements: readonly Buffer[]): Buffer {
  return Buffer.concat([int32(elements.length), ...elements]);
}

beforeAll(() => {
  readRecordsOurselves();
  readRecordsOurselves();
});

describe('readRecordsOurselves', () => {
  it.each([4, 5, 6, 7, 8, 10, 11])('reads responses of version %i', async (version) => {
    const aborted = [{ producerId: 1, firstOffset: 0 }];
    const attributes = TRANSACTIONAL;
    const transaction = recordBatch({ firstOffset: 0, values: ['gone'], attributes, producerId: 1 });
    const response = await fetch(
      version,
      { partition: 0, records: recordBatch({ firstOffset: 4, values: ['before', 'a'] }) },
      { partition: 1, aborted, records: Buffer.concat([transaction, controlBatch(1, 1, 'abort')]) },
      { partition: 2 },
    );
    const preferredReadReplica = version >= 11 ? REPLICA : -1;
    const others = { errorCode: 0, highWatermark: '99', preferredReadReplica, abortedTransactions: [] };
    const a: unknown = expect.objectContaining({ offset: '5', value: Buffer.from('a') });
    const parcel = (nextOffset: string, length: number): unknown =>
      expect.objectContaining({
        nextOffset,
        unreadable: undefined,
        messages: expect.objectContaining({ length, first: length === 0 ? undefined : a }),
      });
    expect(response).toEqual({
      clientSideThrottleTime: version >= 6 ? 40 : 0,
      responses: [
        {
          topicName: 'polls',
          partitions: [
            { partition: 0, ...others, messages: [parcel('6', 1)] },
            { partition: 1, ...others, messages: [parcel('2', 0)] },
            { partition: 2, ...others, messages: [] },
          ],
        },
      ],
    });
  });

  it.each([-1, 2, 56, 76])(
    'takes error %i for a batch that cannot be read, so that other partitions go on',
    async (errorCode) => {
      const response = await fetch(11, { partition: 0, errorCode }, { partition: 1, errorCode: 6 });
      const [held, moved] = response.responses[0]?.partitions ?? [];
      expect(held).toMatchObject({ errorCode: 0, messages: [{ nextOffset: '5', unreadable: expect.any(String) }] });
      // What the client resolves by itself is left to it.
      expect(moved).toMatchObject({ errorCode: 6, messages: [] });
    },
  );

  it('refuses brokers with an older format of batches', () => {
    expect(() => fetchApi.protocol({ version: 3 })).toThrow('the broker is older than Kafka 0.11');
  });
});
