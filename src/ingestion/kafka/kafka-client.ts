import { Logger } from '@nestjs/common';
import { type Admin, Kafka, type KafkaConfig, type LogEntry, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Settings } from '../../platform/config/settings';

/** Milliseconds and tries within which a call comes to an end if Kafka is away; whoever needs it tries again and again. */
const PATIENCE = {
  connectionTimeout: 3_000,
  retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 4, restartOnFailure: () => Promise.resolve(false) },
} as const satisfies Partial<KafkaConfig>;

/** The most that is sent in one request: brokers take batches of up to 1 MiB unless they are told otherwise. */
export const MAX_REQUEST_BYTES = 512 * 1024;

/** What a message takes in a request beside its key, value and headers, generously. */
export const MESSAGE_OVERHEAD = 100;

/** A client of the Kafka that the settings name. It says in the service's log what goes wrong. */
export function kafkaClient(settings: Pick<Settings, 'KAFKA_BROKERS'>, options: Partial<KafkaConfig> = {}): Kafka {
  const logger = new Logger('Kafka');
  return new Kafka({
    brokers: [...(settings.KAFKA_BROKERS ?? [])],
    clientId: 'restaurant-monitor',
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      if (entry.level === logLevel.ERROR) logger.error(inWords(entry));
      else logger.warn(inWords(entry));
    },
    ...PATIENCE,
    ...options,
  });
}

/** A producer whose messages are on disk, as often as the topic wants it, once they count as sent. */
export function newProducer(kafka: Kafka): Producer {
  return kafka.producer({ allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
}

/** Creates a topic unless it is there, replicated as the brokers do it by default. */
export async function createTopic(admin: Admin, topic: string, numPartitions: number): Promise<void> {
  if ((await admin.listTopics()).includes(topic)) return;
  // Somebody else may do so at the same moment; it says so by false.
  await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
}

function inWords({ namespace, log }: LogEntry): string {
  const { message, broker, error }: Readonly<Record<string, unknown>> & { message: string } = log;
  const details = [broker, error].filter((detail) => typeof detail === 'string' && detail !== '');
  return [`${namespace}: ${message}`, ...details].join(', ');
}
