import fetchApi from 'kafkajs/src/protocol/requests/fetch';
import type { AbortedTransaction } from './aborted-transactions';
import { Cursor } from './cursor';
import { MemoryBudget, readRecords } from './fetched-records';
import { Parcel } from './parcel';

/** The first version with the format of batches that is read here, of Kafka 0.11. */
const FIRST_VERSION = 4;

/** Errors of a broker about one partition that only an operator can resolve. What to do about others, the client knows. */
const LASTING_ERRORS: ReadonlyMap<number, string> = new Map([
  [-1, 'the broker cannot read it'],
  [2, 'the broker finds it corrupt'],
  [56, 'the broker cannot read its disk'],
  [76, 'the broker does not send its compression to this client'],
]);

/** What a broker sends of a partition. */
interface SentPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly aborted: readonly AbortedTransaction[];
  readonly preferredReadReplica: number;
  readonly records: Buffer;
}

const { protocol } = fetchApi;

/**
 * Makes the client leave the records that it fetches to `readRecords`. By itself it reads two of the five compressions,
 * checks no checksums, fails for all partitions together, and may hand over messages of aborted transactions. And it looks
 * at each message several times, so it is handed a single one: a `Parcel`.
 */
export function readRecordsOurselves(): void {
  fetchApi.protocol = ({ version }) => {
    if (version < FIRST_VERSION) throw new Error('the broker is older than Kafka 0.11');
    return (options) => {
      const exchange = protocol({ version })(options);
      return { ...exchange, response: { ...exchange.response, decode: (raw) => decode(raw, version, options) } };
    };
  };
}

async function decode(raw: Buffer, version: number, { topics }: fetchApi.Options): Promise<fetchApi.Response> {
  const cursor = new Cursor(raw);
  const throttleTime = cursor.int32();
  // The error of a response without fetch sessions is that of its partitions.
  if (version >= 7) cursor.take(2 + 4);
  const sent = cursor.array(() => ({
    topicName: cursor.string(),
    partitions: cursor.array(() => readPartition(cursor, version)),
  }));
  const memory = new MemoryBudget();
  const responses: fetchApi.Response['responses'][number][] = [];
  for (const { topicName, partitions } of sent) {
    const read: fetchApi.Partition[] = [];
    const requested = topics.filter(({ topic }) => topic === topicName).flatMap((one) => one.partitions);
    for (const partition of partitions) {
      const from = requested.find((one) => one.partition === partition.partition)?.fetchOffset ?? '0';
      read.push(await toFetched(partition, from, memory));
    }
    responses.push({ topicName, partitions: read });
  }
  // Since version 6 brokers leave the waiting to clients.
  return { clientSideThrottleTime: version >= 6 ? throttleTime : 0, responses };
}

function readPartition(cursor: Cursor, version: number): SentPartition {
  const partition = cursor.int32();
  const errorCode = cursor.int16();
  const highWatermark = String(cursor.int64());
  // The last stable offset, and the first offset of the log.
  cursor.take(version >= 5 ? 16 : 8);
  const aborted = cursor.array(() => ({ producerId: cursor.int64(), firstOffset: cursor.int64() }));
  const preferredReadReplica = version >= 11 ? cursor.int32() : -1;
  const records = cursor.take(Math.max(cursor.int32(), 0));
  return { partition, errorCode, highWatermark, aborted, preferredReadReplica, records };
}

async function toFetched(sent: SentPartition, from: string, memory: MemoryBudget): Promise<fetchApi.Partition> {
  const { records, aborted, ...rest } = sent;
  const error = LASTING_ERRORS.get(sent.errorCode);
  if (error !== undefined) {
    return { ...rest, errorCode: 0, abortedTransactions: [], messages: [Parcel.unreadable(from, error)] };
  }
  const parcel = await readRecords(records, BigInt(from), aborted, memory);
  return { ...rest, abortedTransactions: [], messages: parcel ? [parcel] : [] };
}
