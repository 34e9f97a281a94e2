import { BatchHeartbeats, isMembershipError, pauseAfter } from './batch-heartbeats';

/** So many failures that the next pause takes five seconds at least. */
const MANY = 20;

/** Milliseconds within which a pause ends that is told to, even on a busy machine: less than it would take by itself. */
const AT_ONCE = 3_500;

const HEARTBEAT_INTERVAL = 1_000;

let heartbeats: BatchHeartbeats;
let stopping: AbortController;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
});

afterEach(() => {
  heartbeats.end();
  jest.useRealTimers();
});

function begin(heartbeat: () => Promise<void> = () => Promise.resolve()): void {
  stopping = new AbortController();
  heartbeats = new BatchHeartbeats(heartbeat, stopping.signal);
}

function brokerError(type: string): Error {
  return Object.assign(new Error(type), { type });
}

/** Starts a long pause; returns its error and how long it took, in milliseconds. */
async function longPause(): Promise<{ error: unknown; took: number }> {
  const start = performance.now();
  const error: unknown = await heartbeats.pause(MANY).catch((reason: unknown) => reason);
  return { error, took: performance.now() - start };
}

describe('BatchHeartbeats', () => {
  it('ends a pause at once when the process stops, and makes the client abandon the batch', async () => {
    begin();
    heartbeats.check();
    const pause = longPause();
    stopping.abort();
    const { error, took } = await pause;
    expect(error).toMatchObject({ name: 'KafkaJSError', message: 'the process is stopping' });
    expect(took).toBeLessThan(AT_ONCE);
    expect(() => {
      heartbeats.check();
    }).toThrow('the process is stopping');
  });

  it.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'])(
    'ends a pause as soon as a heartbeat is answered with %s, with this error',
    async (type) => {
      const lost = brokerError(type);
      begin(() => Promise.reject(lost));
      const pause = longPause();
      await jest.advanceTimersByTimeAsync(HEARTBEAT_INTERVAL);
      const { error, took } = await pause;
      expect(error).toBe(lost);
      expect(took).toBeLessThan(AT_ONCE);
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
