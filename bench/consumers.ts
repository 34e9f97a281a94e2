import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { count, table } from '../src/cli/screen/format';
import { bucketOf } from '../src/stores/buckets/buckets';
import { KafkaBroker } from '../test/support/kafka/broker';
import { ServiceProcess, until } from '../test/support/service';
import { insertStores } from '../test/support/stores';
import { endOfLast, idsOf, pollsOf } from './polls';
import { machine, print, progress, runBench, withDataDir, withPostgres, withService } from './support';

/**
 * How many observations a second 1, 2 and 4 consumer processes turn from messages into committed rows, if partitions are chosen by
 * bucket: then no two of them wait for each other. The stores are there already: 14,000, or as many as `-- --stores` says. The cores
 * that are busy meanwhile tell how much more there can be: no consumers write more than these do at their rate once all cores are.
 */

const CONSUMERS = [1, 2, 4];
/** Each process is two members of the group. */
const MEMBERS = 2;
/** One for each member of the most consumers. */
const PARTITIONS = 8;
/** So many that the seconds in which V8 compiles what each process does are a small part. */
const MESSAGES = 4_800_000;
/** A message for each of a million stores would be the first one of each. */
const FEWEST_SWEEPS = 2;
/** Messages sent in one request. */
const AT_A_TIME = 14_000;
const TIMEOUT = 10 * 60_000;

/** The rate of four consumers divided by that of one. */
const GOAL_RATIO = 1.3;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { stores: { type: 'string', default: '14000' } },
  });
  const stores = Number(values.stores);
  const sweeps = Math.max(FEWEST_SWEEPS, Math.round(MESSAGES / stores));
  const broker = await KafkaBroker.start();
  try {
    const measured: Measured[] = [];
    for (const consumers of CONSUMERS) {
      const latest = await measure(broker, consumers, idsOf(stores), sweeps);
      measured.push(latest);
      progress(`${consumers} ${consumers === 1 ? 'consumer' : 'consumers'}: ${count(latest.rate)}/s`);
    }
    const [one, four] = [measured[0], measured.at(-1)];
    if (!one || !four) return false;
    const ratio = four.rate / one.rate;
    print([
      '',
      `${count(stores * sweeps)} messages of ${count(stores)} stores in ${PARTITIONS} partitions by bucket`,
      machine(),
      '',
      ...table([
        ['consumers', 'committed rows', 'cores busy'],
        ...measured.map(({ consumers, rate, cores }) => [`${consumers}`, `${count(rate)}/s`, cores.toFixed(2)]),
      ]),
      '',
      `4 to 1            ${ratio.toFixed(2)}   goal: at least ${GOAL_RATIO}, ${ratio >= GOAL_RATIO ? 'met' : 'MISSED'}`,
      `all cores to 1    ${(cpus().length / one.cores).toFixed(2)}   the most there can be on this machine`,
    ]);
    return true;
  } finally {
    await broker.remove();
  }
}

interface Measured {
  readonly consumers: number;
  /** Messages a second, from when they can be read to the commit of the last row. */
  readonly rate: number;
  /** How many cores were busy on average meanwhile, whatever ran on them. */
  readonly cores: number;
}

async function measure(
  broker: KafkaBroker,
  consumers: number,
  ids: readonly string[],
  sweeps: number,
): Promise<Measured> {
  const topic = `polls-${consumers}`;
  await broker.createTopic(topic, PARTITIONS);
  return withDataDir((dataDir) => {
    const environment = { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: topic, KAFKA_GROUP: topic, REPORT_WORKERS: '0' };
    return withService(dataDir, environment, (service) =>
      withPostgres(service.dataDir, async (client) => {
        await client.query(
          insertStores('SELECT store_id, NULL::timestamptz AS last_observed_at FROM unnest($1::text[]) AS store_id'),
          [ids],
        );
        await client.query('VACUUM (ANALYZE) store');
        const others = Array.from({ length: consumers - 1 }, () =>
          ServiceProcess.consumer({ ...environment, DATA_DIR: dataDir }),
        );
        try {
          const start = await sendAtOnce(broker, topic, consumers, pollsOf(ids, sweeps));
          const [busy, since] = [busyTime(), performance.now()];
          const end = await until(() => endOfLast(client, ids.length * sweeps), TIMEOUT);
          const cores = (busyTime() - busy) / (performance.now() - since);
          return { consumers, rate: Math.round(((ids.length * sweeps) / (end - start)) * 1000), cores };
        } finally {
          await Promise.all(others.map((other) => other.stop()));
        }
      }),
    );
  });
}

/** Milliseconds for which the cores have been busy since the machine started. */
function busyTime(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** Sends messages in a transaction that ends once all consumers have their partitions; returns when that was. */
async function sendAtOnce(
  broker: KafkaBroker,
  topic: string,
  consumers: number,
  polls: ReturnType<typeof pollsOf>,
): Promise<number> {
  const options = { transactionalId: topic, idempotent: true, maxInFlightRequests: 1, transactionTimeout: TIMEOUT };
  const producer = broker.client().producer(options);
  await producer.connect();
  try {
    const transaction = await producer.transaction();
    for (const sweep of polls) {
      const messages = sweep.map((poll) => ({ ...poll, partition: bucketOf(String(poll.key)) % PARTITIONS }));
      for (let from = 0; from < messages.length; from += AT_A_TIME) {
        await transaction.send({ topic, messages: messages.slice(from, from + AT_A_TIME) });
      }
    }
    await until(
      () =>
        broker.admin(async (admin) => {
          const { groups } = await admin.describeGroups([topic]);
          return groups[0]?.state === 'Stable' && groups[0].members.length === consumers * MEMBERS ? true : undefined;
        }),
      TIMEOUT,
    );
    const start = Date.now();
    await transaction.commit();
    return start;
  } finally {
    await producer.disconnect();
  }
}

runBench('bench:consumers', main);
