import { Logger } from '@nestjs/common';
import type { Consumer, ConsumerRunConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { getEventListeners } from 'node:events';
import timers, { setImmediate as otherWork } from 'node:timers/promises';
import { batchPayload } from '../../../test/support/kafka/payload';
import { until } from '../../../test/support/service';
import type { BatchHandler, FetchedBatch } from './batch/batch-handler';
import { GroupMember } from './group-member';
import { kafkaClient } from './kafka-client';

let consumer: Consumer;
let calls: string[];
let config: ConsumerRunConfig | undefined;
let listeners: jest.SpiedFunction<Consumer['on']>;
let stopping: AbortController;
let kafka: Kafka;

beforeEach(() => {
  Logger.overrideLogger(false);
  [calls, config, stopping] = [[], undefined, new AbortController()];
  kafka = kafkaClient({ KAFKA_BROKERS: ['127.0.0.1:1'] });
  consumer = kafka.consumer({ groupId: 'group' });
  jest.spyOn(kafka, 'consumer').mockReturnValue(consumer);
  listeners = jest.spyOn(consumer, 'on');
  for (const name of ['connect', 'disconnect'] as const) {
    jest.spyOn(consumer, name).mockImplementation(() => {
      calls.push(name);
      return Promise.resolve();
    });
  }
  jest.spyOn(consumer, 'subscribe').mockImplementation((options) => {
    calls.push(`subscribe ${JSON.stringify(options)}`);
    return Promise.resolve();
  });
  jest.spyOn(consumer, 'run').mockImplementation((options) => {
    calls.push('run');
    config = options;
    return Promise.resolve();
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Joins the group; the handler has the given way to handle a batch. */
function join(handle: BatchHandler['handle'] = () => Promise.reject(new Error('no batch is expected'))): Promise<void> {
  return new GroupMember(kafka, 'group', 'polls', { handle }, stopping.signal).run();
}

/** Waits until the member reads. */
async function reading(): Promise<(payload: EachBatchPayload) => Promise<void>> {
  return until(() => config?.eachBatch);
}

function payloadOf(events: string[], end?: { nextOffset: string }): EachBatchPayload {
  return batchPayload({ topic: 'polls', partition: 2, offset: 10, values: Array<string>(10).fill('') }, events, end);
}

/** Nothing of the partition can be read from offset 10 on. */
function unreadable(events: string[]): EachBatchPayload {
  const end = { unreadable: 'its checksum does not match' };
  return batchPayload({ topic: 'polls', partition: 2, offset: 10, values: [] }, events, end);
}

const HELD_UP =
  'commit {"topics":[{"topic":"polls","partitions":[{"partition":2,"offset":"10","metadata":"held up: its checksum does not match"}]}]}';

describe('GroupMember', () => {
  it('reads the topic from its first message on, commits only what is handled, and leaves when the process stops', async () => {
    const membership = join();
    await reading();
    expect(calls).toEqual(['connect', 'subscribe {"topics":["polls"],"fromBeginning":true}', 'run']);
    expect(config).toMatchObject({ autoCommit: false, eachBatchAutoResolve: false });
    stopping.abort();
    await membership;
    expect(calls.slice(3)).toEqual(['disconnect']);
  });

  it('leaves again if the process is stopping already', async () => {
    stopping.abort();
    await join();
    expect(calls.at(-1)).toBe('disconnect');
  });

  it('fails, and leaves, when the client gives up', async () => {
    const membership = join();
    await reading();
    const crash = listeners.mock.calls.find(([name]) => name === consumer.events.CRASH)?.[1];
    const payload = { error: new Error('no broker'), groupId: 'group', restart: false };
    crash?.({ id: '1', type: 'consumer.crash', timestamp: 0, payload });
    await expect(membership).rejects.toThrow('no broker');
    expect(calls.at(-1)).toBe('disconnect');
    // There may be many memberships until the process stops.
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  });

  it('continues at the offset to which a batch was handled', async () => {
    const membership = join(async (batch, _, commit) => {
      expect(batch.partition).toBe(2);
      await commit('15');
      return '15';
    });
    const events: string[] = [];
    const eachBatch = await reading();
    await eachBatch(payloadOf(events));
    stopping.abort();
    await membership;
    expect(events).toEqual([
      'commit {"topics":[{"topic":"polls","partitions":[{"partition":2,"offset":"15"}]}]}',
      'resolve 14',
    ]);
  });

  it('hands over the messages and where they end, which may be further on', async () => {
    const handle = jest.fn<Promise<string>, [FetchedBatch]>(({ nextOffset }) => Promise.resolve(nextOffset));
    const membership = join(handle);
    const events: string[] = [];
    const payload = payloadOf(events, { nextOffset: '30' });
    await (
      await reading()
    )(payload);
    stopping.abort();
    await membership;
    const [parcel] = payload.batch.messages;
    const messages: unknown = expect.objectContaining({ length: 10 });
    expect(handle.mock.calls[0]?.[0]).toEqual({ topic: 'polls', partition: 2, messages, nextOffset: '30' });
    expect(parcel).toMatchObject({ messages: handle.mock.calls[0]?.[0].messages });
    expect(events).toEqual(['resolve 29']);
  });

  it('says where and why a partition is held up, and fetches it again after pauses that grow until it is read', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const membership = join(({ nextOffset }) => Promise.resolve(nextOffset));
    const eachBatch = await reading();
    let over: () => void = () => undefined;
    const pauses = jest.spyOn(timers, 'setTimeout').mockImplementation(
      () =>
        new Promise(
          (resolve) =>
            (over = () => {
              resolve(undefined);
            }),
        ),
    );
    const events: string[] = [];
    await eachBatch(unreadable(events));
    expect(errors.mock.calls).toEqual([
      ['polls/2 is held up at offset 10, retrying: cannot read the record batch: its checksum does not match'],
    ]);
    expect(events).toEqual(['pause', HELD_UP]);
    over();
    await otherWork();
    expect(events).toEqual(['pause', HELD_UP, 'resume']);
    await eachBatch(unreadable([]));
    await eachBatch(payloadOf([]));
    await eachBatch(unreadable([]));
    for (const [at, factor] of [1, 2, 1].entries()) {
      const waited = pauses.mock.calls[at]?.[0];
      expect(waited).toBeGreaterThanOrEqual(125 * factor);
      expect(waited).toBeLessThanOrEqual(250 * factor);
    }
    stopping.abort();
    await membership;
  });

  it('keeps what it says of a hold-up short enough for the broker', async () => {
    const membership = join();
    const events: string[] = [];
    const end = { unreadable: 'x'.repeat(5_000) };
    await (
      await reading()
    )(batchPayload({ topic: 'polls', partition: 2, offset: 10, values: [] }, events, end));
    stopping.abort();
    await membership;
    expect(events.at(-1)?.length).toBeLessThan(1_000);
  });

  it('waits no longer for a partition that is held up once it has left', async () => {
    const membership = join();
    const events: string[] = [];
    await (
      await reading()
    )(unreadable(events));
    stopping.abort();
    await membership;
    await otherWork();
    expect(events).toEqual(['pause', HELD_UP]);
  });

  it('holds a partition up also if it cannot say so, but not one that it has lost', async () => {
    const membership = join();
    const eachBatch = await reading();
    const failing = (error: Error) => ({ ...unreadable([]), commitOffsetsIfNecessary: () => Promise.reject(error) });
    await eachBatch(failing(new Error('no coordinator')));
    const lost = Object.assign(new Error('lost'), { type: 'ILLEGAL_GENERATION' });
    await expect(eachBatch(failing(lost))).rejects.toBe(lost);
    stopping.abort();
    await membership;
  });

  it.each([
    ['is handled', () => Promise.resolve('20')],
    ['is abandoned', () => Promise.reject(new Error('abandoned'))],
  ])('sends heartbeats until a batch %s, and none after it', async (_, end) => {
    try {
      const membership = join(async (_batch, heartbeats) => {
        await jest.advanceTimersByTimeAsync(2_500);
        heartbeats.check();
        return end();
      });
      const eachBatch = await reading();
      jest.useFakeTimers();
      const events: string[] = [];
      await eachBatch(payloadOf(events)).catch(() => undefined);
      await jest.advanceTimersByTimeAsync(2_500);
      stopping.abort();
      await membership;
      expect(events.filter((event) => event === 'heartbeat')).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('lets a batch notice that the process stops', async () => {
    const membership = join((_, heartbeats) => {
      stopping.abort();
      heartbeats.check();
      return Promise.resolve('20');
    });
    const events: string[] = [];
    await expect((await reading())(payloadOf(events))).rejects.toThrow('the process is stopping');
    await membership;
    expect(events).toEqual([]);
  });
});
