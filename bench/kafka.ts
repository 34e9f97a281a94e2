import type { Consumer } from 'kafkajs';
import { count, table } from '../src/cli/screen/format';
import { KafkaBroker } from '../test/support/kafka/broker';
import { until } from '../test/support/service';
import { endOfLast, idsOf, pollsOf } from './polls';
import { machine, median, print, progress, runBench, withDataDir, withPostgres, withService } from './support';

/**
 * How many observations a second one consumer process turns from messages into committed rows, compared with a bare
 * consumer of the same client that parses the messages and drops them. Both read the same topic, one after the other.
 */

const TOPIC = 'polls';
const PARTITIONS = 3;
const STORES = 14_000;
const SWEEPS = 86;
const MESSAGES = STORES * SWEEPS;
const ROUNDS = 3;
const TIMEOUT = 10 * 60_000;

/** Messages a second, and as a share of the bare consumer's. */
const GOAL = 60_000;
const GOAL_RATIO = 0.5;

async function main(): Promise<boolean> {
  const broker = await KafkaBroker.start();
  try {
    await broker.createTopic(TOPIC, PARTITIONS);
    for (const sweep of pollsOf(idsOf(STORES), SWEEPS)) await broker.produce(TOPIC, sweep);
    progress(`${count(MESSAGES)} messages produced`);
    const bare: number[] = [];
    const stored: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      bare.push(await bareConsumer(broker, `bare-${round}`));
      stored.push(await consumerProcess(broker, `service-${round}`));
      progress(`round ${round}: bare ${count(bare.at(-1) ?? 0)}/s, stored ${count(stored.at(-1) ?? 0)}/s`);
    }
    const [a, b] = [median(stored), median(bare)];
    print([
      '',
      `${count(MESSAGES)} messages of ${count(STORES)} stores in ${PARTITIONS} partitions; medians of ${ROUNDS}`,
      machine(),
      '',
      ...table([
        ['a  from the broker into committed rows', ...spread(stored)],
        ['b  parsed and dropped by a bare consumer', ...spread(bare)],
      ]),
      '',
      `a       ${count(a)}/s   goal: at least ${count(GOAL)}/s, ${a >= GOAL ? 'met' : 'MISSED'}`,
      `a / b   ${(a / b).toFixed(2)}   goal: at least ${GOAL_RATIO}, ${a / b >= GOAL_RATIO ? 'met' : 'MISSED'}`,
    ]);
    return true;
  } finally {
    await broker.remove();
  }
}

async function bareConsumer(broker: KafkaBroker, groupId: string): Promise<number> {
  const consumer = broker.client().consumer({ groupId, maxBytesPerPartition: 8 << 20, maxBytes: 24 << 20 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
    return await dropAll(consumer);
  } finally {
    await consumer.disconnect();
  }
}

async function dropAll(consumer: Consumer): Promise<number> {
  let joined = 0;
  let parsed = 0;
  consumer.on(consumer.events.GROUP_JOIN, () => {
    joined = performance.now();
  });
  return new Promise((resolve, reject) => {
    consumer
      .run({
        partitionsConsumedConcurrently: PARTITIONS,
        eachBatch: ({ batch: { messages } }) => {
          for (const { value } of messages) {
            const message: unknown = JSON.parse(value?.toString() ?? '');
            if (message !== null) parsed++;
          }
          if (parsed === MESSAGES) resolve(perSecond(performance.now() - joined));
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
}

/** From the assignment of the first partitions to the commit of the last rows. */
async function consumerProcess(broker: KafkaBroker, group: string): Promise<number> {
  const environment = { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: TOPIC, KAFKA_GROUP: group, REPORT_WORKERS: '0' };
  return withDataDir((dataDir) =>
    withService(dataDir, environment, (service) =>
      withPostgres(dataDir, async (client) => {
        const end = await until(() => endOfLast(client, MESSAGES), TIMEOUT);
        const joined = /"time":(\d+)[^\n]*"msg":"reads partition/.exec(service.log)?.[1];
        return perSecond(end - Number(joined));
      }),
    ),
  );
}

function perSecond(milliseconds: number): number {
  return Math.round((MESSAGES / milliseconds) * 1000);
}

function spread(rates: readonly number[]): string[] {
  return [`${count(median(rates))}/s`, `(${count(Math.min(...rates))} to ${count(Math.max(...rates))})`];
}

runBench('bench:kafka', main);
