import type { Message, Producer } from 'kafkajs';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { processSettings } from '../platform/config/settings';
import { layoutOf, type Layout } from '../ingestion/csv/columns';
import { headerOf } from '../ingestion/csv/header';
import { type CsvRecord, csvRecords } from '../ingestion/csv/csv-records';
import {
  createTopic,
  kafkaClient,
  MAX_REQUEST_BYTES,
  MESSAGE_OVERHEAD,
  newProducer,
} from '../ingestion/kafka/kafka-client';
import { bucketOf } from '../stores/buckets/buckets';
import { runCommand, UsageError } from './command';
import { count, since, size } from './screen/format';
import { findFiles, type ImportFile } from './client/find-files';
import { print, printDone, showProgress } from './screen/screen';

const USAGE = `Sends the rows of store-status files to Kafka, as messages for the consumer.

  npm run produce -- FOLDER [--partitions 3]

  FOLDER        contains such files among its CSV files, plain or as .csv.gz; or the path of such a file
  --partitions  the number of partitions of the topic, if it does not exist yet
  --help        print this text

The settings KAFKA_BROKERS and KAFKA_TOPIC name the destination.
`;

const KIND = 'store-status';
const MAX_PARTITIONS = 1000;
const CHUNK_SIZE = 256 * 1024;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { partitions: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError('Give one folder or file');
  await produce(await filesAt(path), readPartitions(values.partitions ?? '3'));
  return 0;
}

function readPartitions(text: string): number {
  const partitions = /^\d+$/.test(text) ? Number(text) : NaN;
  if (partitions >= 1 && partitions <= MAX_PARTITIONS) return partitions;
  throw new UsageError(`--partitions must be a whole number from 1 to ${MAX_PARTITIONS}`);
}

async function filesAt(path: string): Promise<ImportFile[]> {
  const files = (await findFiles(path)).filter(({ kind }) => kind === KIND);
  if (files.length === 0) throw new Error(`${path} contains no ${KIND} file.`);
  return files;
}

async function produce(files: readonly ImportFile[], partitions: number): Promise<void> {
  const settings = processSettings();
  const { KAFKA_TOPIC: topic } = settings;
  if (!settings.KAFKA_BROKERS) throw new Error('No Kafka brokers are configured: set KAFKA_BROKERS.');
  const kafka = kafkaClient(settings);
  const admin = kafka.admin();
  const producer = newProducer(kafka);
  try {
    await admin.connect();
    await createTopic(admin, topic, partitions);
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    await producer.connect();
    for (const file of files) await new Sender(producer, topic, topics[0]?.partitions.length ?? partitions).send(file);
  } finally {
    await producer.disconnect();
    await admin.disconnect();
  }
}

/** Sends one file, one request at a time, so that each store's rows stay in order. */
class Sender {
  private layout: Layout | undefined;
  private sent = 0;
  private skipped = 0;
  private request: Message[] = [];
  private bytes = 0;

  constructor(
    private readonly producer: Producer,
    private readonly topic: string,
    private readonly partitions: number,
  ) {}

  async send({ path, bytes: total, gzip }: ImportFile): Promise<void> {
    const start = performance.now();
    const file = createReadStream(path, { highWaterMark: CHUNK_SIZE });
    const rows: AsyncIterable<Buffer> = gzip ? pipeline(file, createGunzip(), () => undefined) : file;
    const progress = () => ({
      fraction: file.bytesRead / Math.max(total, 1),
      detail: `${size(file.bytesRead)} of ${size(total)}, ${count(this.sent)} messages`,
    });
    await showProgress(path, progress, async () => {
      for await (const records of csvRecords(rows)) {
        for (const record of records) {
          this.add(record);
          if (this.bytes >= MAX_REQUEST_BYTES) await this.flush();
        }
      }
      await this.flush();
    });
    const rate = count(Math.round((this.sent / (performance.now() - start)) * 1000));
    printDone(`${path}: ${count(this.sent)} messages sent to ${this.topic} (${since(start)}, ${rate} a second)`);
    if (this.skipped > 0)
      print(`– ${count(this.skipped)} rows skipped: not UTF-8, or not as many fields as the header`);
  }

  private add(record: CsvRecord): void {
    if (!this.layout) {
      this.layout = layoutOf(KIND, headerOf(record));
      return;
    }
    const { fields } = record;
    if (fields?.length !== this.layout.width) {
      this.skipped++;
      return;
    }
    // The consumer validates everything else.
    const [store_id = '', status = '', timestamp_utc = ''] = this.layout.columns.map((column) => fields[column]);
    const value = JSON.stringify({ store_id, status, timestamp_utc });
    const key = store_id.trim();
    // Consumers of different buckets never wait for each other.
    this.request.push({ key, value, partition: bucketOf(key) % this.partitions });
    this.bytes += Buffer.byteLength(store_id) + Buffer.byteLength(value) + MESSAGE_OVERHEAD;
  }

  private async flush(): Promise<void> {
    const { request } = this;
    if (request.length === 0) return;
    this.request = [];
    this.bytes = 0;
    await this.producer.send({ topic: this.topic, acks: -1, messages: request });
    this.sent += request.length;
  }
}

void runCommand('produce', main);
