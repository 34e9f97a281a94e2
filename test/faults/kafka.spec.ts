import type { Message } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { formatTimestamp } from '../../src/common/timestamp';
import { KafkaBroker } from '../support/kafka/broker';
import { describeWithKafka } from '../support/kafka/describe';
import type { Random } from '../../src/common/random';
import { seededRandom } from '../support/random';
import { json, type Service, type ServiceProcess, until } from '../support/service';
import { csvOf, Rig, storesIn } from '../support/rig';

// A killed consumer is replaced after ten seconds, PostgreSQL is down for twelve, and other tests may share the machine.
jest.setTimeout(400_000);

const TOPIC = 'polls';
const GROUP = 'group';
const POLLS = 200_000;
const STORES = 2_000;
/** Milliseconds: longer than the silence after which a member loses its partitions. */
const AWAY_FOR = 12_000;

const HOUR = 3_600_000_000;
const START = Date.UTC(2024, 8, 1) * 1000;

describeWithKafka('polls from Kafka', () => {
  let broker: KafkaBroker;
  let rig: Rig;
  let fresh: Rig;

  beforeEach(async () => {
    broker = await KafkaBroker.start();
    rig = await Rig.start();
    fresh = await Rig.start();
  });

  afterEach(async () => {
    await rig.stop();
    await fresh.stop();
    await broker.remove();
  });

  const consumer = (name: string): ServiceProcess =>
    rig.consumer(name, { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: TOPIC, KAFKA_GROUP: GROUP });

  /** Waits until at least so many polls are taken; how many more they are is printed. */
  async function taken(least: number): Promise<void> {
    const rows = await until(async () => {
      const [row] = await rig.query<{ rows: number | null }>('SELECT sum(rows_read)::integer AS rows FROM import');
      return (row?.rows ?? 0) >= least ? row?.rows : undefined;
    }, 120_000);
    process.stderr.write(`kafka: disturbed after ${rows ?? 0} of ${POLLS} polls\n`);
  }

  it('are each stored once even if consumers, the broker and PostgreSQL are killed and come back', async () => {
    const random = seededRandom('kafka');
    const { lines, messages } = polls(random);
    await broker.createTopic(TOPIC, 3);
    const service = await rig.service();
    const [a, b] = [consumer('a'), consumer('b')];

    const first = broker.produce(TOPIC, messages.slice(0, POLLS * 0.3));
    await taken(POLLS * 0.03);
    await delay(random.integer(0, 500));
    await a.stop('SIGKILL');
    consumer('c');
    await first;

    const second = broker.produce(TOPIC, messages.slice(POLLS * 0.3, POLLS * 0.6));
    await taken(POLLS * 0.35);
    await delay(random.integer(0, 500));
    expect(await b.stop()).toBe(0);
    consumer('d');
    await second;

    await rig.killPostgres();
    const back = delay(AWAY_FOR);
    const other = await fresh.service({ REPORT_WORKERS: '1' });
    const imported = await other.importCsv('store-status', ['store_id,status,timestamp_utc', ...lines].join('\n'));
    expect(await json(imported)).toMatchObject({ rows_read: POLLS, rows_rejected: 0 });
    await broker.produce(TOPIC, messages.slice(POLLS * 0.6));
    await broker.stop('SIGKILL');
    await broker.restart();
    await back;
    await rig.startPostgres();
    await taken(POLLS * 0.62);
    await broker.stop('SIGKILL');
    await broker.restart();

    await until(async () => {
      const partitions = await broker.lag(TOPIC, GROUP).catch(() => undefined);
      return partitions?.every(({ lag }) => lag === 0) === true ? true : undefined;
    }, 120_000);
    expect(await rig.query('SELECT sum(rows_read)::integer AS rows FROM import')).toEqual([{ rows: POLLS }]);

    expect(await digest(rig)).toEqual(await digest(fresh));
    rig.worker('worker');
    const report = await reportOf(service);
    expect(storesIn(report)).toHaveLength(STORES);
    expect(report).toBe(await reportOf(other));
  });
});

/** Observations roughly in order of time: some late, some repeated, some of these with another status. */
function polls(random: Random): { lines: string[]; messages: Message[] } {
  const ids = Array.from({ length: STORES }, (_, index) => `store-${String(index).padStart(4, '0')}`);
  const active = ids.map(() => random.chance(0.8));
  const lines: string[] = [];
  const messages: Message[] = [];
  const before: (readonly [storeIndex: number, at: string])[] = [];
  for (let index = 0; index < POLLS; index++) {
    const storeIndex = index % STORES;
    const sweep = Math.floor(index / STORES);
    if (random.chance(0.05)) active[storeIndex] = !(active[storeIndex] ?? true);
    const lateBy = random.chance(0.01) ? random.integer(1, 48) * HOUR : 0;
    const at = formatTimestamp(START + sweep * HOUR - lateBy + random.integer(0, HOUR - 1));
    const [store, instant] =
      random.chance(0.005) && before.length > 0 ? random.pick(before) : ([storeIndex, at] as const);
    if (random.chance(0.01)) before.push([store, instant]);
    const status = active[storeIndex] === true ? 'active' : 'inactive';
    const id = ids[store] ?? '';
    lines.push(`${id},${status},${instant}`);
    messages.push({ key: id, value: `{"store_id":"${id}","status":"${status}","timestamp_utc":"${instant}"}` });
  }
  return { lines, messages };
}

/** The number of observations, and a hash of them all. */
async function digest(rig: Rig): Promise<unknown> {
  return rig.query(
    `SELECT count(*) AS observations, sum(hashtextextended(store_id || observed_at || active, 0)) AS digest
     FROM observation JOIN store USING (store_key)`,
  );
}

async function reportOf(service: Service): Promise<string> {
  return csvOf(service, await service.trigger());
}
