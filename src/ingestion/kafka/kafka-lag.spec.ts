import { type Admin, Kafka } from 'kafkajs';
import timers from 'node:timers/promises';
import { readSettings } from '../../platform/config/settings';
import { KafkaLag } from './kafka-lag';

const URLS = { DATABASE_URL: 'postgres://localhost/monitor', REDIS_URL: 'redis://localhost' };
const NAMES = { topic: 'polls', group: 'readers' };

/** The end, the beginning and the committed offset of each partition, as the broker answers: in any order. */
const ENDS = [
  { partition: 2, offset: '110', high: '110', low: '100' },
  { partition: 0, offset: '50', high: '50', low: '10' },
  { partition: 1, offset: '7', high: '7', low: '0' },
];
const COMMITTED = [
  { partition: 0, offset: '20', metadata: null },
  { partition: 1, offset: '0', metadata: null },
  { partition: 2, offset: '-1', metadata: null },
];
const PARTITIONS = [
  { partition: 0, committed: 20, end: 50, lag: 30 },
  { partition: 1, committed: 0, end: 7, lag: 7 },
  { partition: 2, committed: null, end: 110, lag: 10 },
];

let lag: KafkaLag;
let admins: Admin[];
let topics: jest.Mock<Promise<string[]>>;
let fetchOffsets: jest.Mock;
let disconnects: number;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  [admins, disconnects] = [[], 0];
  topics = jest.fn(() => Promise.resolve(['others', 'polls']));
  fetchOffsets = jest.fn(() => Promise.resolve([{ topic: 'polls', partitions: COMMITTED }]));
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'] });
  const newAdmin = kafka.admin.bind(kafka);
  jest.spyOn(Kafka.prototype, 'admin').mockImplementation(() => {
    const admin = newAdmin();
    jest.spyOn(admin, 'connect').mockResolvedValue();
    jest.spyOn(admin, 'disconnect').mockImplementation(() => {
      disconnects++;
      return Promise.resolve();
    });
    jest.spyOn(admin, 'listTopics').mockImplementation(() => topics());
    jest.spyOn(admin, 'fetchTopicOffsets').mockResolvedValue(ENDS);
    jest.spyOn(admin, 'fetchOffsets').mockImplementation(fetchOffsets);
    admins.push(admin);
    return admin;
  });
  lag = lagWith({ KAFKA_BROKERS: '127.0.0.1:1' });
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function lagWith(environment: Readonly<Record<string, string>>): KafkaLag {
  const settings = readSettings({ KAFKA_TOPIC: NAMES.topic, KAFKA_GROUP: NAMES.group, ...environment });
  return new KafkaLag({ ...settings, ...URLS });
}

describe('KafkaLag', () => {
  it('counts from the committed offset, or from the first message if none was committed', async () => {
    expect(await lag.state()).toEqual({ ...NAMES, reachable: true, partitions: PARTITIONS });
    expect(fetchOffsets.mock.calls).toEqual([[{ groupId: 'readers', topics: ['polls'] }]]);
  });

  it('does not count what was deleted before it was read', async () => {
    fetchOffsets.mockResolvedValue([{ topic: 'polls', partitions: [{ partition: 0, offset: '5', metadata: null }] }]);
    const state = { reachable: true, partitions: [{ partition: 0, committed: 5, end: 50, lag: 40 }, {}, {}] };
    expect(await lag.state()).toMatchObject(state);
  });

  it('says where and why a partition is held up', async () => {
    const partitions = COMMITTED.map((of) => (of.partition === 0 ? { ...of, metadata: 'held up: it is cut off' } : of));
    fetchOffsets.mockResolvedValue([{ topic: 'polls', partitions }]);
    const [first, ...others] = PARTITIONS;
    const held_up = { offset: 20, reason: 'it is cut off' };
    expect(await lag.state()).toMatchObject({ partitions: [{ ...first, held_up }, ...others] });
  });

  it('no longer says that a partition is held up by what was deleted', async () => {
    const partitions = COMMITTED.map((of) =>
      of.partition === 0 ? { ...of, offset: '9', metadata: 'held up: it is cut off' } : of,
    );
    fetchOffsets.mockResolvedValue([{ topic: 'polls', partitions }]);
    const [, ...others] = PARTITIONS;
    const deleted = { partition: 0, committed: 9, end: 50, lag: 40 };
    expect(await lag.state()).toEqual({ reachable: true, ...NAMES, partitions: [deleted, ...others] });
  });

  it('has no partitions while the topic does not exist', async () => {
    topics.mockResolvedValue(['others']);
    expect(await lag.state()).toEqual({ ...NAMES, reachable: true, partitions: [] });
  });

  it('is undefined without brokers, which are then not asked', async () => {
    expect(await lagWith({}).state()).toBeUndefined();
    expect(admins).toEqual([]);
  });

  it('asks once for all who want to know within a second, and again after it', async () => {
    await Promise.all([lag.state(), lag.state()]);
    await jest.advanceTimersByTimeAsync(999);
    await lag.state();
    expect(topics).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    await lag.state();
    expect(topics).toHaveBeenCalledTimes(2);
    expect(admins).toHaveLength(1);
  });

  it('repeats a failure for a second, and then asks on a new connection', async () => {
    topics.mockRejectedValueOnce(new Error('no leader'));
    const failure = { ...NAMES, reachable: false, reason: 'no leader' };
    expect(await lag.state()).toEqual(failure);
    expect(disconnects).toBe(1);
    await jest.advanceTimersByTimeAsync(999);
    expect(await lag.state()).toEqual(failure);
    await jest.advanceTimersByTimeAsync(1);
    expect(await lag.state()).toMatchObject({ reachable: true });
    expect(admins).toHaveLength(2);
  });

  it('is unknown if there is no answer within two seconds', async () => {
    topics.mockReturnValue(new Promise(() => undefined));
    const pause = jest.spyOn(timers, 'setTimeout').mockResolvedValueOnce(undefined);
    const reason = 'Kafka has not answered within 2 seconds';
    expect(await lag.state()).toEqual({ ...NAMES, reachable: false, reason });
    expect(pause.mock.calls).toEqual([[2_000, undefined, { ref: false }]]);
  });

  it('closes its connection at the end, if it has one', async () => {
    await lag.onModuleDestroy();
    await lag.state();
    await lag.onModuleDestroy();
    expect(disconnects).toBe(1);
  });
});
