import RequestQueue from 'kafkajs/src/network/requestQueue';
import { restWhenIdle } from './idle-connections';

beforeEach(() => {
  restWhenIdle();
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Takes an answer on a connection on which these requests wait. */
function answer(pending: readonly object[]): void {
  const logger = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({ maxInFlightRequests: 0, logger });
  queue.pending.push(...pending);
  queue.fulfillRequest({ correlationId: 1, payload: Buffer.alloc(0), size: 0 });
}

it('no timer runs on a connection on which no request waits', () => {
  answer([]);
  expect(jest.getTimerCount()).toBe(0);
});

it('a connection on which a request waits is looked at again', () => {
  answer([{}]);
  expect(jest.getTimerCount()).toBe(1);
});
