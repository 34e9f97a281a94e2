import { Logger } from '@nestjs/common';
import {
  type Admin,
  Kafka,
  type KafkaConfig,
  type LogEntry,
  logLevel,
  Partitioners,
  type Producer,
  type SASLOptions,
} from 'kafkajs';
import type { KafkaSecurity } from '../../platform/config/kafka-security';
import type { Settings } from '../../platform/config/settings';
import { restWhenIdle } from './idle-connections';

/** Limits, in milliseconds and attempts, after which a call fails if Kafka is unavailable; callers retry as they need to. */
const CALL_LIMITS = {
  connectionTimeout: 3_000,
  retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 4, restartOnFailure: () => Promise.resolve(false) },
} as const satisfies Partial<KafkaConfig>;

/** The most bytes to send in one request: by default, brokers accept batches of up to 1 MiB. */
export const MAX_REQUEST_BYTES = 512 * 1024;

/** A generous bound on the bytes of a message in a request besides its key, value and headers. */
export const MESSAGE_OVERHEAD = 100;

/** A client for the configured brokers; its warnings and errors go to the service's log. */
export function kafkaClient(
  settings: Pick<Settings, 'KAFKA_BROKERS'> & Partial<KafkaSecurity>,
  options: Partial<KafkaConfig> = {},
): Kafka {
  restWhenIdle();
  const logger = new Logger('Kafka');
  return new Kafka({
    brokers: [...(settings.KAFKA_BROKERS ?? [])],
    clientId: 'restaurant-monitor',
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      if (entry.level === logLevel.ERROR) logger.error(inWords(entry));
      else logger.warn(inWords(entry));
    },
    ...security(settings),
    ...CALL_LIMITS,
    ...options,
  });
}

function security(settings: Partial<KafkaSecurity>): Pick<KafkaConfig, 'ssl' | 'sasl'> {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key, KAFKA_TLS_KEY_PASSPHRASE: passphrase } = settings;
  const sasl = login(settings);
  return { ...(settings.KAFKA_TLS === true && { ssl: { ca, cert, key, passphrase } }), ...(sasl && { sasl }) };
}

function login(settings: Partial<KafkaSecurity>): SASLOptions | undefined {
  const { KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME: username = '', KAFKA_SASL_PASSWORD: password = '' } = settings;
  // Each mechanism is a type of its own to the client.
  switch (KAFKA_SASL_MECHANISM) {
    case undefined:
      return undefined;
    case 'plain':
      return { mechanism: 'plain', username, password };
    case 'scram-sha-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'scram-sha-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}

/** A producer that never creates topics; it waits until all in-sync replicas have its messages. */
export function newProducer(kafka: Kafka): Producer {
  return kafka.producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
}

/** Creates a topic unless it exists, with the brokers' default replication. */
export async function createTopic(admin: Admin, topic: string, numPartitions: number): Promise<void> {
  if ((await admin.listTopics()).includes(topic)) return;
  // Another process may create it at the same moment; then this resolves to false.
  await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
}

function inWords({ namespace, log }: LogEntry): string {
  const { message, broker, error }: Readonly<Record<string, unknown>> & { message: string } = log;
  const details = [broker, error].filter((detail) => typeof detail === 'string' && detail !== '');
  return [`${namespace}: ${message}`, ...details].join(', ');
}
