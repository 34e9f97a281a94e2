import { Logger } from '@nestjs/common';
import type { Consumer, ConsumerRunConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { getEventListeners } from 'node:events';
import { batchPayload } from '../../../test/support/kafka/payload';
import { until } from '../../../test/support/service';
import type { BatchHandler } from './batch/batch-handler';
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

/** Joins the group; the handler has the given way to handle a batch. */
function join(handle: BatchHandler['handle'] = () => Promise.reject(new Error('no batch is expected'))): Promise<void> {
  return new GroupMember(kafka, 'group', 'polls', { handle }, stopping.signal).run();
}

/** Waits until the member reads. */
async function reading(): Promise<(payload: EachBatchPayload) => Promise<void>> {
  return until(() => config?.eachBatch);
}

function payloadOf(events: string[]): EachBatchPayload {
  return batchPayload({ topic: 'polls', partition: 2, offset: 10, values: Array<string>(10).fill('') }, events);
}

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
