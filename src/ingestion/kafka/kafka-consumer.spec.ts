import { Logger } from '@nestjs/common';
import { type ConsumerRunConfig, Kafka } from 'kafkajs';
import { batchPayload } from '../../../test/support/kafka/payload';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { readSettings } from '../../platform/config/settings';
import { RejectsTopic } from './batch/rejects-topic';
import { kafkaClient } from './kafka-client';
import { KafkaConsumer } from './kafka-consumer';

const MEMBERS = 2;

let test: TestDatabase;
let consumer: KafkaConsumer;
let calls: string[];
let connect: jest.Mock<Promise<void>>;
let members: ConsumerRunConfig[];
let fetchOffsets: jest.Mock;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(() => {
  Logger.overrideLogger(false);
  [calls, members] = [[], []];
  connect = jest.fn(() => Promise.resolve());
  fetchOffsets = jest.fn();
  const settings = readSettings({
    KAFKA_BROKERS: '127.0.0.1:1',
    KAFKA_TOPIC: 'polls',
    KAFKA_GROUP: 'readers',
    MAX_FUTURE_SKEW: '2h',
  });
  const call = (name: string) => () => {
    calls.push(name);
    return Promise.resolve();
  };
  jest.spyOn(RejectsTopic.prototype, 'open').mockImplementation(() => {
    calls.push('open rejects');
    return Promise.resolve(kafkaClient(settings).producer());
  });
  jest.spyOn(RejectsTopic.prototype, 'close').mockImplementation(call('close rejects'));
  const kafka = kafkaClient(settings);
  const [newConsumer, newAdmin] = [kafka.consumer.bind(kafka), kafka.admin.bind(kafka)];
  jest.spyOn(Kafka.prototype, 'consumer').mockImplementation((config) => {
    const member = newConsumer(config);
    jest.spyOn(member, 'connect').mockImplementation(() => connect());
    jest.spyOn(member, 'subscribe').mockImplementation(call(`subscribe ${config.groupId}`));
    jest.spyOn(member, 'run').mockImplementation((options = {}) => {
      members.push(options);
      return Promise.resolve();
    });
    jest.spyOn(member, 'disconnect').mockImplementation(call('leave'));
    return member;
  });
  jest.spyOn(Kafka.prototype, 'admin').mockImplementation(() => {
    const admin = newAdmin();
    jest.spyOn(admin, 'connect').mockResolvedValue();
    jest.spyOn(admin, 'disconnect').mockImplementation(call('disconnect'));
    jest.spyOn(admin, 'fetchOffsets').mockImplementation(fetchOffsets);
    return admin;
  });
  consumer = new KafkaConsumer({ ...settings, DATABASE_URL: test.url }, test.database);
});

afterEach(async () => {
  await consumer.onModuleDestroy();
  jest.restoreAllMocks();
});

/** Hands a batch of one message to a member. */
async function deliver(partition: number, offset: number, message: object): Promise<void> {
  const member = await until(() => members[0]);
  await member.eachBatch?.(batchPayload({ topic: 'polls', partition, offset, values: [JSON.stringify(message)] }));
}

describe('the consumer', () => {
  it('reads with two members, and stops only after both have left', async () => {
    consumer.onApplicationBootstrap();
    await until(() => (members.length === MEMBERS ? true : undefined));
    expect(calls.slice().sort()).toEqual([
      ...Array<string>(MEMBERS).fill('open rejects'),
      ...Array<string>(MEMBERS).fill('subscribe readers'),
    ]);
    calls = [];
    await consumer.onModuleDestroy();
    expect(calls).toEqual([...Array<string>(MEMBERS).fill('leave'), 'close rejects', 'disconnect']);
  });

  it('joins again after each failure until the process stops', async () => {
    const gone = new Error('no broker');
    connect.mockRejectedValueOnce(gone).mockRejectedValueOnce(gone).mockRejectedValueOnce(gone);
    consumer.onApplicationBootstrap();
    await until(() => (members.length === MEMBERS ? true : undefined));
    expect(connect).toHaveBeenCalledTimes(MEMBERS + 3);
    await consumer.onModuleDestroy();
    expect(connect).toHaveBeenCalledTimes(MEMBERS + 3);
  });

  it('knows its batches by group, topic and partition, and takes back one that its own partition is reset to', async () => {
    consumer.onApplicationBootstrap();
    // Later than now, but no later than MAX_FUTURE_SKEW allows.
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const poll = (status: string) => ({ store_id: 'a', status, timestamp_utc: soon });
    await deliver(2, 10, poll('active'));
    await deliver(2, 11, poll('inactive'));
    const written = { consumer_group: 'readers', topic: 'polls', partition: 2, next_offset: '12' };
    expect(await test.query('SELECT * FROM kafka_partition')).toEqual([expect.objectContaining(written)]);
    expect(await test.query('SELECT active FROM observation')).toEqual([{ active: false }]);
    expect(fetchOffsets).not.toHaveBeenCalled();

    const committed = (offset: string) => [
      {
        topic: 'polls',
        partitions: [
          { partition: 0, offset: '12', metadata: null },
          { partition: 2, offset, metadata: null },
          { partition: 1, offset: '12', metadata: null },
        ],
      },
    ];
    fetchOffsets.mockResolvedValueOnce(committed('12'));
    await expect(deliver(2, 10, poll('active'))).rejects.toMatchObject({ type: 'REBALANCE_IN_PROGRESS' });
    expect(await test.query('SELECT active FROM observation')).toEqual([{ active: false }]);
    fetchOffsets.mockResolvedValueOnce(committed('10'));
    await deliver(2, 10, poll('active'));
    expect(await test.query('SELECT active FROM observation')).toEqual([{ active: true }]);
    expect(fetchOffsets.mock.calls).toEqual(Array(2).fill([{ groupId: 'readers', topics: ['polls'] }]));
  });
});
