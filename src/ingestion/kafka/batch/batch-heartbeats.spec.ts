import { getEventListeners } from 'node:events';
import timers from 'node:timers/promises';
import { BatchHeartbeats, isMembershipError, pauseAfter } from './batch-heartbeats';

const HEARTBEAT_INTERVAL = 1_000;

let heartbeats: BatchHeartbeats;
let stopping: AbortController;

beforeEach(() => {
  jest.useFakeTimers();
  // No pause is over by itself.
  const delay = timers.setTimeout;
  jest.spyOn(timers, 'setTimeout').mockImplementation((_, value, options) => delay(2 ** 30, value, options));
});

afterEach(() => {
  heartbeats.end();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function begin(heartbeat: () => Promise<void> = () => Promise.resolve()): void {
  stopping = new AbortController();
  heartbeats = new BatchHeartbeats(heartbeat, stopping.signal);
}

function brokerError(type: string): Error {
  return Object.assign(new Error(type), { type });
}

/** The error with which a pause ends. */
async function endOfPause(): Promise<unknown> {
  return heartbeats.pause(0).catch((reason: unknown) => reason);
}

describe('BatchHeartbeats', () => {
  it('ends a pause when the process stops, and makes the client abandon the batch', async () => {
    begin();
    heartbeats.check();
    const pause = endOfPause();
    stopping.abort();
    expect(await pause).toMatchObject({ name: 'KafkaJSError', message: 'the process is stopping' });
    expect(await endOfPause()).toMatchObject({ message: 'the process is stopping' });
    expect(() => {
      heartbeats.check();
    }).toThrow('the process is stopping');
  });

  it('lets the client abandon a batch that comes when the process stops', () => {
    begin();
    heartbeats.end();
    stopping.abort();
    heartbeats = new BatchHeartbeats(() => Promise.resolve(), stopping.signal);
    expect(() => {
      heartbeats.check();
    }).toThrow('the process is stopping');
  });

  it('leaves nothing at the signal that outlives it', () => {
    begin();
    expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(1);
    heartbeats.end();
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  });

  it.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'])(
    'ends a pause when a heartbeat is answered with %s, with this error',
    async (type) => {
      const lost = brokerError(type);
      begin(() => Promise.reject(lost));
      const pause = endOfPause();
      await jest.advanceTimersByTimeAsync(HEARTBEAT_INTERVAL);
      expect(await pause).toBe(lost);
      expect(() => {
        heartbeats.check();
      }).toThrow(lost);
    },
  );

  it('keeps the partition while heartbeats fail for other reasons, and sends none after the end', async () => {
    const heartbeat = jest.fn(() => Promise.reject(brokerError('REQUEST_TIMED_OUT')));
    begin(heartbeat);
    await jest.advanceTimersByTimeAsync(3 * HEARTBEAT_INTERVAL);
    expect(heartbeat).toHaveBeenCalledTimes(3);
    heartbeats.check();
    heartbeats.end();
    await jest.advanceTimersByTimeAsync(3 * HEARTBEAT_INTERVAL);
    expect(heartbeat).toHaveBeenCalledTimes(3);
  });
});

describe('pauseAfter', () => {
  it.each([
    [0, 125, 250],
    [1, 250, 500],
    [5, 4_000, 8_000],
    [6, 5_000, 10_000],
    [1_000, 5_000, 10_000],
  ])('after %d failures is from %d to %d milliseconds', (failures, least, most) => {
    const random = jest.spyOn(Math, 'random');
    try {
      random.mockReturnValue(0);
      expect(pauseAfter(failures)).toBe(least);
      random.mockReturnValue(1);
      expect(pauseAfter(failures)).toBe(most);
    } finally {
      random.mockRestore();
    }
  });
});

describe('isMembershipError', () => {
  it('tells the loss of a partition from other errors', () => {
    expect(isMembershipError(brokerError('REBALANCE_IN_PROGRESS'))).toBe(true);
    expect(isMembershipError(brokerError('REQUEST_TIMED_OUT'))).toBe(false);
    expect(isMembershipError(new Error('REBALANCE_IN_PROGRESS'))).toBe(false);
    expect(isMembershipError({ type: 'REBALANCE_IN_PROGRESS' })).toBe(false);
  });
});
