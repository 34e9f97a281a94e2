import type { Kafka, Message, Producer } from 'kafkajs';
import type { RejectedMessage } from '../../observation-batch';
import { createTopic, MAX_REQUEST_BYTES, MESSAGE_OVERHEAD, newProducer } from '../kafka-client';
import type { FetchedMessages } from '../records/fetched-messages';

const MAX_VALUE_BYTES = 1024;
/** Longer keys are cut: they cannot be store ids, and a whole one might exceed what the topic accepts. */
const MAX_KEY_BYTES = 64 * 1024;

/** The topic for messages that can never be accepted, for someone to look into. */
export class RejectsTopic {
  private producer: Promise<Producer> | undefined;
  private readonly name: string;

  constructor(
    private readonly kafka: Kafka,
    private readonly source: string,
  ) {
    this.name = `${source}.rejects`;
  }

  /** Creates the topic if it is missing, and connects a producer. */
  async open(): Promise<Producer> {
    this.producer ??= this.connect();
    try {
      return await this.producer;
    } catch (error) {
      this.producer = undefined;
      throw error;
    }
  }

  /**
   * Publishes rejects of a batch; when it resolves, all replicas in sync have them.
   * @param messages the whole batch
   */
  async send(partition: number, messages: FetchedMessages, rejects: readonly RejectedMessage[]): Promise<void> {
    const producer = await this.open();
    try {
      for (const request of inRequests(this.toMessages(partition, messages, rejects))) {
        await producer.send({ topic: this.name, acks: -1, messages: request });
      }
    } catch (error) {
      // The topic may have been deleted: the next attempt creates it again.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await (await producer?.catch(() => undefined))?.disconnect();
  }

  private async connect(): Promise<Producer> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await createTopic(admin, this.name, 1);
    } finally {
      await admin.disconnect();
    }
    const producer = newProducer(this.kafka);
    await producer.connect();
    return producer;
  }

  private *toMessages(
    partition: number,
    messages: FetchedMessages,
    rejects: readonly RejectedMessage[],
  ): Generator<Message> {
    const reasons = new Map(rejects.map(({ position, reason }) => [position, reason]));
    for (const { offset, key, value } of messages.at(reasons)) {
      yield {
        key: key?.subarray(0, MAX_KEY_BYTES) ?? null,
        value: value?.subarray(0, MAX_VALUE_BYTES) ?? null,
        headers: { reason: reasons.get(Number(offset)), topic: this.source, partition: String(partition), offset },
      };
    }
  }
}

function* inRequests(messages: Iterable<Message>): Generator<Message[]> {
  let request: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    request.push(message);
    bytes += (message.key?.length ?? 0) + (message.value?.length ?? 0) + 4 * MESSAGE_OVERHEAD;
    if (bytes < MAX_REQUEST_BYTES) continue;
    yield request;
    request = [];
    bytes = 0;
  }
  if (request.length > 0) yield request;
}
