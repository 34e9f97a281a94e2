import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CompressionTypes, type Message, type Transaction } from 'kafkajs';
import { Client } from 'pg';
import { KafkaLag } from '../../../src/ingestion/kafka/kafka-lag';
import { readSettings } from '../../../src/platform/config/settings';
import { KafkaBroker } from '../../support/kafka/broker';
import { describeWithKafka } from '../../support/kafka/describe';
import { childrenOf, runCli } from '../../support/processes';
import { json, Service, type ServiceProcess, until } from '../../support/service';
import { Rig } from '../../support/rig';
import { BUCKET_LOCKS, HOLD_BUCKETS, RELEASE_BUCKETS } from '../../support/database';

describeWithKafka('observations from Kafka', () => {
  let broker: KafkaBroker;
  let rig: Rig;
  let service: Service;
  let topic: string;
  /** A new group for each test, so that no test waits for a member that another one killed. */
  let group: string;
  let topics = 0;
  /** What the test has started. */
  let started: ServiceProcess[];

  beforeAll(async () => {
    [broker, rig] = await Promise.all([KafkaBroker.start(), Rig.start()]);
    service = await rig.service();
  });

  beforeEach(async () => {
    topic = `polls-${++topics}`;
    group = `group-${topics}`;
    started = [];
    await broker.createTopic(topic, 1);
  });

  afterEach(async () => {
    for (const process of started) {
      if (!process.ended) process.child.kill('SIGCONT');
      await process.stop('SIGKILL');
    }
    await rig.query('TRUNCATE observation, status_run, store, import, kafka_partition CASCADE');
  });

  afterAll(async () => {
    await rig.stop();
    await broker.remove();
  });

  function consumer(name: string, brokers: Readonly<Record<string, string>> = { KAFKA_BROKERS: broker.address }) {
    const process = rig.consumer(name, { ...brokers, KAFKA_TOPIC: topic, KAFKA_GROUP: group });
    started.push(process);
    return process;
  }

  /** Waits until all messages of the topic have been processed. */
  const taken = () =>
    until(async () => {
      // The broker is not ready for a new group at once.
      const partitions = await broker.lag(topic, group).catch(() => undefined);
      return partitions?.every(({ lag }) => lag === 0) === true ? true : undefined;
    }, 60_000);

  const imports = () =>
    rig.query<Record<string, unknown>>(
      `SELECT kind, source, status, rows_read::integer, rows_accepted::integer, rows_rejected::integer
       FROM import ORDER BY import_key`,
    );

  const statusOf = async (storeId: string) => {
    const rows = await rig.query<{ active: boolean }>(
      'SELECT active FROM observation JOIN store USING (store_key) WHERE store_id = $1',
      [storeId],
    );
    return rows.map(({ active }) => (active ? 'active' : 'inactive')).join();
  };

  it('sends wrong messages to the rejects topic with the reason, and takes those around them', async () => {
    const good = (store: string) => poll(store, 'active', '2024-10-07 12:00:00 UTC');
    const long = `{"store_id":"${'x'.repeat(3000)}"}`;
    const wrong: [reason: string, key: string | null, value: string | Buffer | null][] = [
      ['not_an_object', 'tombstone', null],
      ['not_an_object', 'text', 'store_id=a'],
      ['not_an_object', null, '["a","active","2024-10-07 12:00:00 UTC"]'],
      ['missing_field', 'b', '{"store_id":"b","status":"active"}'],
      ['missing_field', 'long', long],
      ['invalid_store_id', 'c', poll('no spaces', 'active', '2024-10-07 12:00:00 UTC')],
      ['invalid_status', 'd', poll('d', 'closed', '2024-10-07 12:00:00 UTC')],
      ['invalid_timestamp', 'e', poll('e', 'active', 'yesterday')],
      ['timestamp_in_future', 'f', poll('f', 'active', '2199-01-01 00:00:00 UTC')],
      ['invalid_encoding', 'g', Buffer.from([0x7b, 0xff, 0x00, 0x7d])],
    ];
    const messages: Message[] = wrong.flatMap(([, key, value], at) => [
      { key: `good-${at}`, value: good(`good-${at}`) },
      { key, value },
    ]);
    consumer('consumer');
    await broker.produce(topic, messages);
    await taken();

    const rejected = await broker.read(`${topic}.rejects`, wrong.length);
    expect(rejected).toEqual(
      wrong.map(([reason, key, value], at) => ({
        key,
        value: value === null ? null : Buffer.from(value).subarray(0, 1024),
        headers: { reason, topic, partition: '0', offset: String(2 * at + 1) },
      })),
    );
    expect(await rig.query('SELECT store_id FROM store ORDER BY store_id')).toEqual(
      wrong.map((_, at) => ({ store_id: `good-${at}` })),
    );
    const counts = await rig.query(
      `SELECT source, status, sum(rows_read)::integer AS read, sum(rows_accepted)::integer AS accepted,
              sum(rows_rejected)::integer AS rejected
       FROM import GROUP BY source, status`,
    );
    const whole = { read: messages.length, accepted: wrong.length, rejected: wrong.length };
    expect(counts).toEqual([{ source: 'kafka', status: 'Complete', ...whole }]);

    const [last] = await rig.query<{ import_id: string }>('SELECT import_id FROM import ORDER BY import_key DESC');
    const csv = await (await service.get(`/imports/${last?.import_id ?? ''}/rejects`)).text();
    expect(csv.split('\n').at(-2)).toMatch(/^19,invalid_encoding,/);
  });

  it('takes batches of every compression', async () => {
    const reader = consumer('reader');
    const codecs = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'];
    // The broker compresses them anew, as a Java producer would: in blocks, of which these fill several.
    for (const codec of codecs) {
      await broker.configureTopic(topic, { 'compression.type': codec });
      await broker.produce(
        topic,
        Array.from({ length: 3_000 }, (_, at) => message(`${codec}-${at}`, 'active')),
      );
    }
    // Like librdkafka, which does not divide what it compresses with Snappy into blocks.
    await broker.configureTopic(topic, { 'compression.type': 'producer' });
    await broker.produce(topic, [message('raw', 'active')], CompressionTypes.Snappy);
    await taken();
    const stores = await rig.query('SELECT count(*)::integer AS count FROM store');
    expect(stores).toEqual([{ count: 3_000 * codecs.length + 1 }]);
    expect(await reader.stop()).toBe(0);
  });

  it('holds up a partition of which a batch cannot be read, and only that one, and says where and why until it can', async () => {
    topic = `${topic}-anew`;
    await broker.createTopic(topic, 2);
    for (const store of ['first', 'damaged', 'unknown']) {
      await broker.produce(topic, [{ ...message(store, 'active'), partition: 0 }]);
    }
    const [RECORDS, FORMAT] = [70, 16];
    const restore = await broker.damage(topic, 1, RECORDS);
    await broker.damage(topic, 2, FORMAT);
    const reader = consumer('reader');
    const settings = readSettings({ KAFKA_BROKERS: broker.address, KAFKA_TOPIC: topic, KAFKA_GROUP: group });
    const lag = new KafkaLag({ ...settings, DATABASE_URL: '', REDIS_URL: '' });
    const shows = (partitions: readonly object[]) =>
      until(async () => {
        const state = await lag.state();
        return isDeepStrictEqual(state, { topic, group, reachable: true, partitions }) ? true : undefined;
      }, 60_000);
    try {
      const empty = { partition: 1, committed: null, end: 0, lag: 0 };
      const held = (offset: number, reason: string) => ({
        partition: 0,
        committed: offset,
        end: 3,
        lag: 3 - offset,
        held_up: { offset, reason },
      });
      await shows([held(1, 'its checksum does not match'), empty]);
      expect(reader.log).toContain(`${topic}/0 is held up at offset 1, retrying`);
      await broker.produce(topic, [{ ...message('other', 'active'), partition: 1 }]);
      const other = { partition: 1, committed: 1, end: 1, lag: 0 };
      await shows([held(1, 'its checksum does not match'), other]);
      await restore();
      await shows([held(2, 'its format (magic 3) is unknown'), other]);
      expect(await statusOf('damaged')).toBe('active');

      // Whoever deletes the batch gives it up.
      await broker.deleteRecords(topic, 3);
      await shows([{ partition: 0, committed: null, end: 3, lag: 0 }, other]);
      await broker.produce(topic, [{ ...message('last', 'active'), partition: 0 }]);
      await shows([{ partition: 0, committed: 4, end: 4, lag: 0 }, other]);
      expect(await statusOf('last')).toBe('active');
      expect(await statusOf('unknown')).toBe('');
      expect(await reader.stop()).toBe(0);
    } finally {
      await lag.onModuleDestroy();
    }
  });

  it('takes what transactions have committed and nothing else, and lags behind nothing once it was read', async () => {
    const reader = consumer('reader');
    const [first, second] = [await broker.transactions('first'), await broker.transactions('second')];
    try {
      const send = (transaction: Transaction, store: string) =>
        transaction.send({ topic, messages: [message(store, 'active')] });
      const committed = await first.transaction();
      await send(committed, 'committed');
      await committed.commit();
      // The one that begins first ends last.
      const outer = await first.transaction();
      await send(outer, 'outer');
      const inner = await second.transaction();
      await send(inner, 'inner');
      await inner.abort();
      await broker.produce(topic, [message('free', 'active')]);
      await send(outer, 'outer-again');
      await outer.abort();
      await taken();
      const stores = () => rig.query('SELECT store_id FROM store ORDER BY store_id');
      expect(await stores()).toEqual([{ store_id: 'committed' }, { store_id: 'free' }]);

      // While a transaction is open, its messages cannot be read, and are not left to read.
      const last = await second.transaction();
      await send(last, 'last');
      await taken();
      await last.commit();
      await until(async () => ((await stores()).length === 3 ? true : undefined));
      await taken();
      expect(await reader.stop()).toBe(0);
    } finally {
      await Promise.all([first.disconnect(), second.disconnect()]);
    }
  });

  it('is reached over TLS with a client certificate and any way to log in, from all processes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'produce-'));
    const names = { KAFKA_TOPIC: topic, KAFKA_GROUP: group };
    const scram = await broker.secure('scram-sha-256');
    const lag = new KafkaLag({ ...readSettings({ ...scram, ...names }), DATABASE_URL: '', REDIS_URL: '' });
    try {
      const reader = consumer('reader', await broker.secure('SCRAM-SHA-512'));
      await writeFile(join(folder, 'store_status.csv'), csv(['a', 'active'], ['b', 'closed']));
      const { stderr } = runCli('produce', [folder], { ...(await broker.secure('plain')), ...names });
      expect(stderr).toBe('');
      await taken();
      expect(await statusOf('a')).toBe('active');
      expect(await broker.read(`${topic}.rejects`, 1)).toMatchObject([{ key: 'b' }]);
      const partitions = [{ partition: 0, committed: 2, end: 2, lag: 0 }];
      expect(await lag.state()).toMatchObject({ reachable: true, partitions });
      expect(reader.log).not.toMatch(/password of|passphrase of|PRIVATE KEY/);
      expect(await reader.stop()).toBe(0);
    } finally {
      await lag.onModuleDestroy();
      await rm(folder, { recursive: true });
    }
  });

  it('is not reached by a consumer with a wrong password, which it does not print', async () => {
    const wrong = { KAFKA_SASL_PASSWORD: `wrong ${randomUUID()}`, KAFKA_SASL_PASSWORD_FILE: '' };
    const refused = consumer('refused', { ...(await broker.secure('plain')), ...wrong });
    await until(() => /authentication failed/i.test(refused.log) || undefined);
    await refused.stop();
  });

  it.each([
    ['a wrong password', { KAFKA_SASL_PASSWORD: 'another', KAFKA_SASL_PASSWORD_FILE: '' }, /authentication failed/i],
    ['an authority that does not vouch for the broker', { KAFKA_TLS_CA_FILE: '' }, /certificate/],
    ['no certificate', { KAFKA_TLS_CERT_FILE: '', KAFKA_TLS_KEY_FILE: '', KAFKA_TLS_KEY_PASSPHRASE_FILE: '' }, /./],
  ])('is not reached with %s, which readiness says', async (_, wrong, reason) => {
    const settings = readSettings({ ...(await broker.secure('plain')), ...wrong, KAFKA_TOPIC: topic });
    const lag = new KafkaLag({ ...settings, DATABASE_URL: '', REDIS_URL: '' });
    try {
      const state = await lag.state();
      expect(state).toMatchObject({ reachable: false, reason: expect.stringMatching(reason) });
      expect(JSON.stringify(state)).not.toContain('another');
    } finally {
      await lag.onModuleDestroy();
    }
  });

  it('changes nothing when a batch is redelivered after a correction by an import', async () => {
    const first = consumer('first');
    await broker.produce(topic, [message('a', 'active'), message('b', 'active')]);
    await taken();
    expect(await first.stop()).toBe(0);
    const corrected = await service.importCsv('store-status', csv(['a', 'inactive']));
    expect(await json(corrected)).toMatchObject({ rows_accepted: 1 });

    // As if the consumer had been killed between the two commits.
    await broker.rewind(topic, group, 0);
    const second = consumer('second');
    await broker.produce(topic, [message('b', 'inactive')]);
    await taken();
    expect(await statusOf('a')).toBe('inactive');
    expect(await statusOf('b')).toBe('inactive');
    expect((await imports()).map((row) => [row.source, row.rows_read])).toEqual([
      ['kafka', 2],
      ['csv', 1],
      ['kafka', 1],
    ]);
    expect(await second.stop()).toBe(0);

    // Only a person resets offsets further back than the last batch, and does so on purpose.
    await broker.rewind(topic, group, 0);
    consumer('third');
    await taken();
    expect(await statusOf('a')).toBe('active');
  });

  it('writes nothing after it was frozen and lost its partition to another consumer', async () => {
    const lockHolder = new Client(rig.environment('lock-holder').DATABASE_URL);
    await lockHolder.connect();
    try {
      await lockHolder.query(HOLD_BUCKETS);
      const frozen = consumer('frozen');
      await broker.produce(topic, [message('a', 'active')]);
      await until(async () => ((await waitsForWriteLock('frozen')) ? true : undefined));
      frozen.child.kill('SIGSTOP');
      const next = consumer('next');
      await until(async () => ((await waitsForWriteLock('next')) ? true : undefined), 60_000);
      await lockHolder.query(RELEASE_BUCKETS);
      await taken();
      await broker.produce(topic, [message('b', 'active')]);
      await taken();
      await service.importCsv('store-status', csv(['a', 'inactive']));

      const joined = timesJoined(frozen);
      frozen.child.kill('SIGCONT');
      await until(() => (timesJoined(frozen) > joined ? true : undefined));
      await broker.produce(topic, [message('c', 'active')]);
      await taken();
      expect(await statusOf('a')).toBe('inactive');
      expect((await imports()).map((row) => row.source)).toEqual(['kafka', 'kafka', 'csv', 'kafka']);
      expect(await next.stop()).toBe(0);
      expect(await frozen.stop()).toBe(0);
    } finally {
      await lockHolder.end();
    }
  });

  it('waits for PostgreSQL and Kafka, and resumes by itself', async () => {
    const reader = consumer('reader');
    await broker.produce(topic, [message('a', 'active')]);
    await taken();
    await rig.killPostgres();
    await broker.produce(topic, [message('b', 'active')]);
    await until(() => (reader.log.includes('held up at offset 1') ? true : undefined));
    await broker.stop();
    await rig.startPostgres();
    await broker.restart();
    await taken();
    expect(await statusOf('b')).toBe('active');
    expect(await reader.stop()).toBe(0);
  });

  it('holds a batch while PostgreSQL is down, until a rebalance or a stop ends that before its time, and loses nothing', async () => {
    const reader = consumer('reader');
    await broker.produce(topic, [message('a', 'active')]);
    await taken();
    await rig.killPostgres();
    await broker.produce(topic, [message('b', 'active')]);
    const held = () => reader.log.split('held up at offset 1').length - 1;
    await until(() => (held() > 0 ? true : undefined));

    const [joined, joining] = [timesJoined(reader), performance.now()];
    await broker.rebalance(topic, group);
    await until(() => (timesJoined(reader) >= joined + 2 ? true : undefined));
    // The broker waits a minute for members that do not let go of their partitions.
    expect(performance.now() - joining).toBeLessThan(30_000);
    const heldBefore = held();
    await until(() => (held() > heldBefore ? true : undefined));

    const stopping = performance.now();
    expect(await reader.stop()).toBe(0);
    // Whatever is not over after 20 seconds is cut off.
    expect(performance.now() - stopping).toBeLessThan(15_000);
    await rig.startPostgres();
    consumer('other');
    await taken();
    expect(await statusOf('b')).toBe('active');
  });

  it('shows the lag of the consumers; the service is ready with and without Kafka', async () => {
    const environment = { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: topic, KAFKA_GROUP: group };
    const own = await rig.service(environment);
    started.push(own);
    const kafka = async () => {
      const answer = await own.get('/health/ready');
      expect(answer.status).toBe(200);
      const { details } = await json(answer);
      return details;
    };
    await broker.produce(topic, [message('a', 'active'), message('b', 'active')]);
    // The service has started a consumer of its own.
    const state = { status: 'up', reachable: true, topic, group };
    const all = { ...state, partitions: [{ partition: 0, committed: 2, end: 2, lag: 0 }] };
    await until(async () => (JSON.stringify(await kafka()).includes('"committed":2') ? true : undefined), 60_000);
    expect(await kafka()).toMatchObject({ kafka: all });

    const [pid] = childrenOf(own.pid, 'consumer.js');
    process.kill(pid ?? NaN, 'SIGKILL');
    await until(() => (childrenOf(own.pid, 'consumer.js').some((other) => other !== pid) ? true : undefined));
    await broker.produce(topic, [message('c', 'active')]);
    await taken();

    await broker.stop();
    const away = { kafka: { status: 'up', reachable: false, topic, group, reason: expect.any(String) } };
    await until(async () => (JSON.stringify(await kafka()).includes('"reachable":false') ? true : undefined));
    expect(await kafka()).toMatchObject(away);
    await rig.killPostgres();
    await until(async () => ((await own.get('/health/ready')).status === 503 ? true : undefined));
    await rig.startPostgres();
    await broker.restart();
    await until(async () => ((await own.get('/health/ready')).ok ? true : undefined));
    await until(async () => (JSON.stringify(await kafka()).includes('"lag":0') ? true : undefined), 60_000);
    expect(await own.stop()).toBe(0);
  });

  it('is fed by npm run produce, which creates the topic', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'produce-'));
    try {
      await writeFile(
        join(folder, 'store_status.csv'),
        `${csv(['a', 'active'], ['b', 'closed'])}too,many,fields,here\n`,
      );
      topic = `${topic}-anew`;
      const environment = { KAFKA_BROKERS: broker.address, KAFKA_TOPIC: topic };
      const { stdout, stderr } = runCli('produce', [folder, '--partitions', '2'], environment);
      expect(stderr).toBe('');
      expect(stdout).toMatch(new RegExp(`2 messages sent to ${topic} `));
      expect(stdout).toContain('1 rows skipped');
      expect(await broker.lag(topic, group)).toHaveLength(2);
      consumer('consumer');
      await taken();
      expect(await statusOf('a')).toBe('active');
      expect(await broker.read(`${topic}.rejects`, 1)).toMatchObject([
        { key: 'b', headers: { reason: 'invalid_status' } },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  /** Whether a consumer's session waits for the write lock. */
  async function waitsForWriteLock(name: string): Promise<boolean> {
    const waiting = await rig.query(
      `SELECT FROM pg_stat_activity JOIN pg_locks USING (pid)
       WHERE application_name = $1 AND classid = $2 AND NOT granted`,
      [name, BUCKET_LOCKS],
    );
    return waiting.length > 0;
  }
});

function poll(store_id: string, status: string, timestamp_utc: string): string {
  return JSON.stringify({ store_id, status, timestamp_utc });
}

const NOON = '2024-10-07 12:00:00 UTC';

function message(store: string, status: string): Message {
  return { key: store, value: poll(store, status, NOON) };
}

function csv(...rows: [store: string, status: string][]): string {
  return ['store_id,status,timestamp_utc', ...rows.map(([store, status]) => `${store},${status},${NOON}`), ''].join(
    '\n',
  );
}

function timesJoined(consumer: ServiceProcess): number {
  return consumer.log.split('reads partitions').length - 1;
}
