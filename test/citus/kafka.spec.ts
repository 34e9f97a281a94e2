import type { Message } from 'kafkajs';
import { Client } from 'pg';
import { Random } from '../../src/common/random';
import { CITUS_URL, control, describeCrashesOfCitus } from '../support/citus/cluster';
import { type Poll, timestamp, Twins } from '../support/citus/twins';
import { databaseUrl } from '../support/database';
import { KafkaBroker } from '../support/kafka/broker';
import { describeWithKafka } from '../support/kafka/describe';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { until } from '../support/service';

const TOPIC = 'polls';
const PARTITIONS = 3;
/** Milliseconds until all is written, whatever happens. */
const PATIENCE = 120_000;
const STORES = Array.from({ length: 500 }, (_, index) => `store-${index}`);

jest.setTimeout(300_000);

describeCrashesOfCitus('a fleet on Citus that is polled through Kafka', () => {
  describeWithKafka('with a broker', () => {
    const random = new Random(testSeed('Kafka on Citus'));
    let broker: KafkaBroker;
    let twins: Twins;

    beforeAll(async () => {
      [broker, twins] = await Promise.all([KafkaBroker.start(), Twins.start()]);
      await twins.distribute();
      await broker.createTopic(TOPIC, PARTITIONS);
      // The services are two groups: each reads all messages.
      await twins.restart((name) => ({
        KAFKA_BROKERS: broker.address,
        KAFKA_TOPIC: TOPIC,
        KAFKA_GROUP: name,
      }));
    });

    afterAll(async () => {
      await twins.stop();
      await broker.remove();
    });

    const taken = async () => {
      for (const group of ['plain', 'citus']) {
        await until(async () => {
          const partitions = await broker.lag(TOPIC, group).catch(() => undefined);
          return partitions?.every(({ lag }) => lag === 0) === true ? true : undefined;
        }, PATIENCE);
      }
    };

    const randomPolls = (count: number, from: number, to: number): Poll[] =>
      Array.from({ length: count }, () => [random.pick(STORES), random.chance(0.6), from + random.below(to - from)]);

    async function sameCounts(): Promise<void> {
      const plain = await countsIn(await databaseUrl(twins.plain.dataDir));
      expect(await countsIn(CITUS_URL)).toEqual(plain);
    }

    it('answers as one on PostgreSQL does after new, late, repeated, corrected and wrong messages', async () => {
      for (const [from, to] of [
        [0, 5_000],
        [4_000, 9_000],
        [0, 9_000],
      ] as const) {
        await broker.produce(TOPIC, [...randomPolls(5_000, from, to).map(toMessage), { key: 'wrong', value: 'wrong' }]);
      }
      await taken();
      await sameCounts();
      await twins.sameReport();
    });

    it('takes each message once although nodes crash', async () => {
      let minute = 10_000;
      for (const node of ['worker1', 'coordinator', 'worker2', 'worker1', 'coordinator']) {
        await broker.produce(TOPIC, randomPolls(3_000, minute, minute + 1_000).map(toMessage));
        await until(async () => {
          const partitions = await broker.lag(TOPIC, 'citus');
          return partitions.some(({ lag }) => lag > 0) || undefined;
        });
        await control('kill', node);
        await control('restart', node);
        minute += 500;
      }
      await taken();
      await sameCounts();
      await twins.sameReport();
      expect(runCli('verify', [], { DATABASE_URL: CITUS_URL })).toMatchObject({ code: 0 });
    });
  });
});

function toMessage([id, active, minute]: Poll): Message {
  const status = active ? 'active' : 'inactive';
  return { key: id, value: JSON.stringify({ store_id: id, status, timestamp_utc: timestamp(minute) }) };
}

/** The rows of all imports, which do not depend on the batches that they came in. */
async function countsIn(url: string): Promise<unknown> {
  const client = new Client(url);
  await client.connect();
  try {
    const counted = await client.query(
      `SELECT sum(rows_read) AS read, sum(rows_accepted) AS accepted, sum(rows_unchanged) AS unchanged,
              sum(rows_rejected) AS rejected, (SELECT count(*) FROM observation) AS observations
       FROM import WHERE status = 'Complete'`,
    );
    return counted.rows;
  } finally {
    await client.end();
  }
}
