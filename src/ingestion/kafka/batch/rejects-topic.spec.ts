import { Kafka, type ProducerRecord } from 'kafkajs';
import { messagesFrom } from '../../../../test/support/kafka/record-batches';
import type { RejectedMessage } from '../../observation-batch';
import { kafkaClient } from '../kafka-client';
import { RejectsTopic } from './rejects-topic';

/** What brokers accept in one request by default. */
const MAX_BATCH_BYTES = 1024 * 1024;

let kafka: Kafka;
let admins: jest.SpiedFunction<Kafka['admin']>;
let topic: RejectsTopic;
let topics: string[];
let created: unknown[];
let connections: number;
let requests: ProducerRecord[];
/** Called before each request is taken. */
let onSend: () => void;

beforeEach(() => {
  [topics, created, connections, requests, onSend] = [[], [], 0, [], () => undefined];
  kafka = kafkaClient({ KAFKA_BROKERS: ['127.0.0.1:1'] });
  const newAdmin = kafka.admin.bind(kafka);
  admins = jest.spyOn(kafka, 'admin').mockImplementation(() => {
    const admin = newAdmin();
    jest.spyOn(admin, 'connect').mockImplementation(() => {
      connections++;
      return Promise.resolve();
    });
    jest.spyOn(admin, 'disconnect').mockImplementation(() => {
      connections--;
      return Promise.resolve();
    });
    jest.spyOn(admin, 'listTopics').mockImplementation(() => Promise.resolve(topics));
    jest.spyOn(admin, 'createTopics').mockImplementation((options) => {
      created.push(...options.topics);
      return Promise.resolve(true);
    });
    return admin;
  });
  const newProducer = kafka.producer.bind(kafka);
  jest.spyOn(kafka, 'producer').mockImplementation((options) => {
    const producer = newProducer(options);
    jest.spyOn(producer, 'connect').mockImplementation(() => {
      connections++;
      return Promise.resolve();
    });
    jest.spyOn(producer, 'disconnect').mockImplementation(() => {
      connections--;
      return Promise.resolve();
    });
    jest.spyOn(producer, 'send').mockImplementation((request) => {
      onSend();
      requests.push(request);
      return Promise.resolve([]);
    });
    return producer;
  });
  topic = new RejectsTopic(kafka, 'polls');
});

function rejectAt(position: number): RejectedMessage {
  return { position, reason: 'invalid_status', text: '' };
}

describe('RejectsTopic', () => {
  it('is created with one partition unless it exists', async () => {
    await topic.open();
    expect(created).toEqual([{ topic: 'polls.rejects', numPartitions: 1 }]);
    topics = ['polls.rejects'];
    created = [];
    await new RejectsTopic(kafka, 'polls').open();
    expect(created).toEqual([]);
  });

  it('takes the rejects of a batch with where they came from, their key cut at 64 KiB and their value at 1 KiB', async () => {
    const [key, value] = [Buffer.alloc(64 * 1024 + 1, 'k'), Buffer.alloc(1025, 'v')];
    const messages = messagesFrom(7, [
      { value },
      { key, value },
      {},
      { key: key.subarray(1), value: value.subarray(1) },
    ]);
    await topic.send(3, messages, [8, 9, 10].map(rejectAt));
    const headers = { reason: 'invalid_status', topic: 'polls', partition: '3' };
    const cut = { key: key.subarray(1), value: value.subarray(1) };
    expect(requests).toEqual([
      {
        topic: 'polls.rejects',
        acks: -1,
        messages: [
          { ...cut, headers: { ...headers, offset: '8' } },
          { key: null, value: null, headers: { ...headers, offset: '9' } },
          { ...cut, headers: { ...headers, offset: '10' } },
        ],
      },
    ]);
  });

  it.each([
    ['small', 20_000, 0, 0],
    ['large', 2_000, 100, 1024],
    ['as large as can be', 40, 64 * 1024, 1024],
  ])(
    'takes rejects that are %s in requests which the broker accepts, each once and in order',
    async (_, count, key, value) => {
      const parts = Array.from({ length: count }, () => ({ key: Buffer.alloc(key), value: Buffer.alloc(value) }));
      await topic.send(
        0,
        messagesFrom(0, parts),
        parts.map((_, at) => rejectAt(at)),
      );
      const offsets = requests.flatMap((request) => request.messages.map(({ headers }) => Number(headers?.offset)));
      expect(offsets).toEqual(Array.from({ length: count }, (_, at) => at));
      expect(requests.length).toBeGreaterThan(1);
      for (const { messages } of requests) {
        // Besides key and value, a message has its headers, their names, and some lengths.
        const bytes = messages.reduce(
          (sum, each) => sum + (each.key?.length ?? 0) + (each.value?.length ?? 0) + 150,
          0,
        );
        expect(bytes).toBeLessThan(MAX_BATCH_BYTES);
      }
    },
  );

  it('is created again for the attempt after one that failed, by a new producer', async () => {
    onSend = () => {
      throw new Error('unknown topic');
    };
    await expect(topic.send(0, messagesFrom(0, [{}]), [rejectAt(0)])).rejects.toThrow('unknown topic');
    expect(connections).toBe(0);
    onSend = () => undefined;
    await topic.send(0, messagesFrom(0, [{}]), [rejectAt(0)]);
    expect(created).toHaveLength(2);
    expect(requests).toHaveLength(1);
    expect(connections).toBe(1);
    await topic.close();
    expect(connections).toBe(0);
  });

  it('has one producer for all who send', async () => {
    const each = () => topic.send(0, messagesFrom(0, [{}]), [rejectAt(0)]);
    await Promise.all([each(), each()]);
    await each();
    expect(requests).toHaveLength(3);
    expect(connections).toBe(1);
  });

  it('can be closed while it is opened in vain', async () => {
    admins.mockImplementationOnce(() => {
      throw new Error('no broker');
    });
    const opened = topic.open();
    const closed = topic.close();
    await expect(opened).rejects.toThrow('no broker');
    await closed;
    expect(connections).toBe(0);
  });

  it('can be opened after an attempt that failed', async () => {
    admins.mockImplementationOnce(() => {
      throw new Error('no broker');
    });
    await expect(topic.open()).rejects.toThrow('no broker');
    await topic.open();
    expect(connections).toBe(1);
  });
});
