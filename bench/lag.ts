import type { Admin, Message, Producer } from 'kafkajs';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DAY, type Micros, SECOND } from '../src/calculator/instants';
import { call } from '../src/cli/client/client';
import { type DataSet, ENDING_AT } from '../src/cli/data-set/data-set';
import { count, table } from '../src/cli/screen/format';
import { formatTimestamp } from '../src/common/timestamp';
import { newProducer } from '../src/ingestion/kafka/kafka-client';
import { KafkaBroker } from '../test/support/kafka/broker';
import { type Service, until } from '../test/support/service';
import { againstGoal, filesOf, machine, median, print, progress, runBench, withDataDir, withService } from './support';

/**
 * How far the consumer falls behind a steady stream of messages while a full-size file of the same stores is imported,
 * compared with its lag without an import. The lag is the age of the oldest message whose offset is not committed.
 */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const TOPIC = 'polls';
const GROUP = 'lag';
const PARTITIONS = 3;
/** Messages a second, sent so many milliseconds apart. */
const RATE = 5_000;
const EVERY = 100;
/** Milliseconds of the stream alone, before and after each import. */
const ALONE = 10_000;
const TIMEOUT = 120_000;
const ROUNDS = 1;

/** Seconds. */
const GOAL = 5;

/** Whether the file is older than what the messages have said of its stores, or newer. */
const FILES = ['newer', 'older'] as const;

interface Round {
  readonly alone: number;
  readonly importing: number;
  readonly imported: number;
}

async function main(): Promise<boolean> {
  const file = join(await filesOf(DATA_SET), 'store_status.csv');
  const ids = await storesIn(file);
  for (const age of FILES) {
    const rounds: Round[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const measured = await measure(file, ids, age === 'newer' ? ENDING_AT - 30 * DAY : ENDING_AT);
      rounds.push(measured);
      progress(`${age} file, round ${round}: ${Object.values(measured).map(inSeconds).join(', ')}`);
    }
    const [alone, importing] = [rounds.map((round) => round.alone), rounds.map((round) => round.importing)];
    print([
      '',
      `${count(RATE)} messages/s of ${count(ids.length)} stores; a file that is ${age} than the messages; medians of ${ROUNDS}; ${machine()}`,
      '',
      ...table([
        ['a  greatest lag without an import', ...spread(alone)],
        ['b  greatest lag with an import', ...spread(importing)],
        ['the import', ...spread(rounds.map((round) => round.imported))],
      ]),
      '',
      `b       ${againstGoal(median(importing), GOAL, 1, ' s')}`,
      `b / a   ${(median(importing) / median(alone)).toFixed(1)}`,
    ]);
  }
  return true;
}

async function storesIn(file: string): Promise<string[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1);
  return [...new Set(lines.map((line) => line.slice(0, line.indexOf(','))))];
}

/** @param from the instant that the first messages tell of */
async function measure(file: string, ids: readonly string[], from: Micros): Promise<Round> {
  const broker = await KafkaBroker.start();
  try {
    await broker.createTopic(TOPIC, PARTITIONS);
    const environment = { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: TOPIC, KAFKA_GROUP: GROUP, REPORT_WORKERS: '0' };
    return await withDataDir((dataDir) =>
      withService(dataDir, environment, (service) =>
        broker.admin(async (admin) => {
          const stream = new Stream(newProducer(broker.client()), admin, ids, from);
          const streaming = stream.run();
          try {
            // All stores are known by then, and the group has its members.
            await until(() => (stream.sent > 2 * ids.length && stream.lag < 2_000 ? true : undefined), TIMEOUT);
            const alone = await stream.greatestLag(() => delay(ALONE));
            let imported = 0;
            const importing = await stream.greatestLag(async () => {
              const start = performance.now();
              await importFile(service, file);
              imported = performance.now() - start;
              await delay(ALONE);
            });
            return { alone: alone / 1000, importing: importing / 1000, imported: imported / 1000 };
          } finally {
            stream.stop();
            await streaming;
          }
        }),
      ),
    );
  } finally {
    await broker.remove();
  }
}

async function importFile(service: Service, file: string): Promise<void> {
  const answer = await call(new URL('imports/store-status', service.base), {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: createReadStream(file, { highWaterMark: 1 << 18 }),
  });
  answer.resume();
}

/** Messages at a steady rate, and how far the consumer has read them. */
class Stream {
  private readonly stopping = new AbortController();
  /** When each burst was sent, and how many messages there were after it. */
  private readonly bursts: { readonly at: number; readonly sent: number }[] = [];
  private greatest = 0;
  sent = 0;
  /** Milliseconds. */
  lag = Infinity;

  constructor(
    private readonly producer: Producer,
    private readonly admin: Admin,
    private readonly ids: readonly string[],
    private readonly from: Micros,
  ) {}

  /** Sends and looks until `stop` is called. */
  async run(): Promise<void> {
    await this.producer.connect();
    try {
      await Promise.all([this.send(), this.watch()]);
    } finally {
      await this.producer.disconnect();
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  /** The greatest lag during some work, in milliseconds. */
  async greatestLag(work: () => Promise<unknown>): Promise<number> {
    this.greatest = 0;
    await work();
    return this.greatest;
  }

  private async send(): Promise<void> {
    const start = performance.now();
    for (let burst = 1; !this.stopping.signal.aborted; burst++) {
      await delay(Math.max(0, start + burst * EVERY - performance.now()));
      const messages = Array.from({ length: (RATE * EVERY) / 1000 }, (_, index) => this.message(this.sent + index));
      this.bursts.push({ at: performance.now(), sent: this.sent + messages.length });
      await this.producer.send({ topic: TOPIC, acks: -1, messages });
      this.sent += messages.length;
    }
  }

  /** Each store is polled in turn; every tenth poll says inactive. */
  private message(number: number): Message {
    const id = this.ids[number % this.ids.length] ?? '';
    const instant = formatTimestamp(this.from + Math.floor((number * SECOND) / RATE));
    const status = (number + Math.floor(number / this.ids.length)) % 10 === 0 ? 'inactive' : 'active';
    return { key: id, value: JSON.stringify({ store_id: id, status, timestamp_utc: instant }) };
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      // What is committed by the answer was committed after the question, so the lag is never told too small by waiting.
      const now = performance.now();
      const [offsets] = await this.admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }).catch(() => []);
      const committed = offsets?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0) ?? 0;
      while (this.bursts[0] && this.bursts[0].sent <= committed) this.bursts.shift();
      this.lag = Math.max(0, now - (this.bursts[0]?.at ?? now));
      this.greatest = Math.max(this.greatest, this.lag);
      await delay(50);
    }
  }
}

function inSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

function spread(seconds: readonly number[]): string[] {
  return [inSeconds(median(seconds)), `(${inSeconds(Math.min(...seconds))} to ${inSeconds(Math.max(...seconds))})`];
}

runBench('bench:lag', main);
