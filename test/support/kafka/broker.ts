import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  type Admin,
  CompressionCodecs,
  CompressionTypes,
  ConfigResourceTypes,
  type Consumer,
  type EachMessagePayload,
  Kafka,
  logLevel,
  type Message,
  Partitioners,
  type Producer,
} from 'kafkajs';
import { compress } from 'snappyjs';
import { freePort, LOOPBACK } from '../../../src/platform/embedded/local-server';
import { type Certificates, makeCertificates } from '../tls/certificates';
import { kafkaLibraries } from './programs';

const run = promisify(execFile);

CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(compress(buffer)),
});

const START_TIMEOUT = 60_000;

/** A JVM that starts fast rather than runs fast: the tests start many, for a short time each. */
const JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto'];

/** 16 bytes in Base64. A random one could begin with a hyphen, which Kafka's tool takes for an option. */
const CLUSTER_ID = Buffer.from('restaurant-tests').toString('base64url');

/** Who may log in where TLS is asked for; nobody else has this password, so that it is noticed wherever it appears. */
const USER = { username: 'monitor', password: `the password of the monitor ${randomUUID()}` };

/** A message, with its headers as text. */
export interface ReadMessage {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** An Apache Kafka broker and controller in one process; its data survive restarts during a test. */
export class KafkaBroker {
  private process: ChildProcess | undefined;
  private output = '';
  private port = 0;
  private securePort = 0;
  private readers = 0;

  private constructor(
    private readonly libraries: string,
    private readonly folder: string,
    private readonly certificates: Certificates,
  ) {}

  static async start(): Promise<KafkaBroker> {
    const libraries = await kafkaLibraries();
    const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
    const broker = new KafkaBroker(libraries, folder, await makeCertificates(folder));
    try {
      await broker.choosePorts();
      const user = `name=${USER.username},password=${USER.password}`;
      const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((name) => ['--add-scram', `${name}=[${user}]`]);
      const format = ['-t', CLUSTER_ID, '-c', broker.configuration, ...users];
      await run('java', [...JVM, '-Xmx256m', '-cp', broker.classPath, 'kafka.tools.StorageTool', 'format', ...format]);
      await broker.startFirst();
      return broker;
    } catch (error) {
      await broker.remove();
      throw error;
    }
  }

  /** The value for the setting KAFKA_BROKERS. */
  get address(): string {
    return `${LOOPBACK}:${this.port}`;
  }

  /** Settings for the listener that asks for TLS, a client certificate and a login; secrets are in files. */
  async secure(mechanism: string): Promise<Readonly<Record<string, string>>> {
    const { authority, client } = this.certificates;
    const [passphrase, password] = [join(this.folder, 'passphrase'), join(this.folder, 'password')];
    await writeFile(passphrase, `${client.passphrase}\n`);
    await writeFile(password, `${USER.password}\n`);
    return {
      KAFKA_BROKERS: `${LOOPBACK}:${this.securePort}`,
      KAFKA_TLS: 'on',
      KAFKA_TLS_CA_FILE: authority,
      KAFKA_TLS_CERT_FILE: client.certificate,
      KAFKA_TLS_KEY_FILE: client.key,
      KAFKA_TLS_KEY_PASSPHRASE_FILE: passphrase,
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: USER.username,
      KAFKA_SASL_PASSWORD_FILE: password,
    };
  }

  /** Restarts the broker on the same port and data, and waits until it answers. */
  async restart(): Promise<void> {
    this.output = '';
    const options = [...JVM, '-Xms256m', '-Xmx512m', '-cp', this.classPath];
    const child = spawn('java', [...options, 'kafka.Kafka', this.configuration], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-10_000)));
    }
    this.process = child;
    const deadline = Date.now() + START_TIMEOUT;
    while (!(await this.answers())) {
      if (child.exitCode !== null) throw new Error(`Kafka ended with code ${child.exitCode}:\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`Kafka did not answer in ${START_TIMEOUT} ms:\n${this.output}`);
      await delay(100);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** Ends the broker and removes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  client(): Kafka {
    return new Kafka({ brokers: [this.address], clientId: 'test', logLevel: logLevel.NOTHING });
  }

  async admin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.client().admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  async createTopic(topic: string, partitions: number): Promise<void> {
    await this.admin((admin) =>
      admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true }),
    );
  }

  async configureTopic(topic: string, configuration: Readonly<Record<string, string>>): Promise<void> {
    const configEntries = Object.entries(configuration).map(([name, value]) => ({ name, value }));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }];
    await this.admin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
  }

  /** Deletes what precedes an offset of partition 0. */
  async deleteRecords(topic: string, offset: number): Promise<void> {
    await this.admin(async (admin) => {
      // Only what the client has asked about does it know.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    });
  }

  /**
   * Changes a byte of the batch that begins at an offset of partition 0, on the disk of the running broker.
   * @returns changes it back
   */
  async damage(topic: string, offset: number, at: number): Promise<() => Promise<void>> {
    const path = join(this.folder, 'data', `${topic}-0`, '00000000000000000000.log');
    const log = await readFile(path);
    let start = 0;
    while (log.readBigInt64BE(start) !== BigInt(offset)) start += 12 + log.readInt32BE(start + 8);
    const put = async (byte: number) => {
      const file = await open(path, 'r+');
      await file.write(Buffer.from([byte]), 0, 1, start + at);
      await file.close();
    };
    const byte = log.readUInt8(start + at);
    await put(byte + 1);
    return () => put(byte);
  }

  /** Sends messages in requests of a few thousand; messages with the same key stay in order. */
  async produce(topic: string, messages: readonly Message[], compression = CompressionTypes.None): Promise<void> {
    const producer = this.client().producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    try {
      for (let from = 0; from < messages.length; from += 5_000) {
        await producer.send({ topic, acks: -1, compression, messages: messages.slice(from, from + 5_000) });
      }
    } finally {
      await producer.disconnect();
    }
  }

  /** A connected producer of transactions. */
  async transactions(transactionalId: string): Promise<Producer> {
    const options = { transactionalId, idempotent: true, maxInFlightRequests: 1 };
    const producer = this.client().producer({ ...options, createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    return producer;
  }

  /** The first messages of a topic with one partition, in order. */
  async read(topic: string, count: number): Promise<ReadMessage[]> {
    const consumer = this.client().consumer({
      groupId: `test-${++this.readers}`,
      maxWaitTimeInMs: 100,
    });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      const messages: ReadMessage[] = [];
      await new Promise<void>((resolve, reject) => {
        const eachMessage = ({ message: { key, value, headers } }: EachMessagePayload) => {
          const texts: Record<string, string> = {};
          for (const [name, header] of Object.entries(headers ?? {})) texts[name] = String(header);
          messages.push({ key: key?.toString() ?? null, value, headers: texts });
          if (messages.length === count) resolve();
          return Promise.resolve();
        };
        consumer.run({ eachMessage }).catch(reject);
      });
      return messages;
    } finally {
      await consumer.disconnect();
    }
  }

  /** Sets a group's offset in a topic of one partition; the group must be empty. */
  async rewind(topic: string, groupId: string, offset: number): Promise<void> {
    // The admin client does the same, but takes five seconds.
    await this.asMember(topic, groupId, (consumer) =>
      consumer.commitOffsets([{ topic, partition: 0, offset: String(offset) }]),
    );
  }

  /** Joins a group and leaves it again, so that its members share the partitions out anew. */
  async rebalance(topic: string, groupId: string): Promise<void> {
    await this.asMember(topic, groupId, () => Promise.resolve());
  }

  /** How far the committed offsets of a group are behind the end of each partition of a topic. */
  async lag(topic: string, groupId: string): Promise<{ partition: number; lag: number }[]> {
    return this.admin(async (admin) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return ends.map(({ partition, high }) => {
        const offset = committed?.partitions.find((of) => of.partition === partition)?.offset ?? '-1';
        return { partition, lag: Number(high) - Math.max(Number(offset), 0) };
      });
    });
  }

  /** Starts the broker on other ports if somebody took its own since they were free. */
  private async startFirst(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.restart();
        return;
      } catch (error) {
        if (attempt === 3 || !this.output.includes('Address already in use')) throw error;
        await this.choosePorts();
      }
    }
  }

  private async choosePorts(): Promise<void> {
    [this.port, this.securePort] = [await freePort(), await freePort()];
    const { server, authority } = this.certificates;
    // Kafka wants the key and the certificate in one file.
    const keyStore = join(this.folder, 'broker-store.pem');
    await writeFile(keyStore, (await readFile(server.key, 'utf8')) + (await readFile(server.certificate, 'utf8')));
    await writeFile(
      this.configuration,
      properties({
        ...plain(this.folder, this.port, this.securePort, await freePort()),
        ...security(keyStore, authority),
      }),
    );
  }

  private get configuration(): string {
    return join(this.folder, 'server.properties');
  }

  private get classPath(): string {
    return join(this.libraries, '*');
  }

  private async asMember(topic: string, groupId: string, work: (consumer: Consumer) => Promise<void>): Promise<void> {
    const consumer = this.client().consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [topic] });
      const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: () => Promise.resolve() });
      await joined;
      await work(consumer);
    } finally {
      await consumer.disconnect();
    }
  }

  private async answers(): Promise<boolean> {
    const kafka = new Kafka({ brokers: [this.address], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.listTopics();
      return true;
    } catch {
      return false;
    } finally {
      await admin.disconnect();
    }
  }
}

type Properties = Readonly<Record<string, string | number | boolean>>;

function properties(settings: Properties): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function plain(folder: string, port: number, securePort: number, controllerPort: number): Properties {
  const listeners = `PLAINTEXT://${LOOPBACK}:${port},SASL_SSL://${LOOPBACK}:${securePort}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${LOOPBACK}:${controllerPort}`,
    listeners: `${listeners},CONTROLLER://${LOOPBACK}:${controllerPort}`,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
    'log.dirs': join(folder, 'data'),
    'num.partitions': 1,
    'auto.create.topics.enable': false,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'default.replication.factor': 1,
    'group.initial.rebalance.delay.ms': 500,
  };
}

function security(keyStore: string, authority: string): Properties {
  const module = (name: string, options = '') => `org.apache.kafka.common.security.${name} required${options};`;
  const scram = module('scram.ScramLoginModule');
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': authority,
    'listener.name.sasl_ssl.ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': module(
      'plain.PlainLoginModule',
      ` user_${USER.username}="${USER.password}"`,
    ),
    'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': scram,
  };
}
