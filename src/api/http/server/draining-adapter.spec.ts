import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { until } from '../../../../test/support/service';
import { DrainingAdapter } from './draining-adapter';

const REAL_TIMERS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];

@Module({})
class Empty {}

/** Lets the event loop turn until nothing more happens by itself, while timers stand still. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate);
}

afterEach(() => {
  jest.useRealTimers();
});

describe('a shutdown', () => {
  it('answers the requests, too, that come while others are answered, however long that takes', async () => {
    const app = await NestFactory.create(Empty, new DrainingAdapter(), { logger: false });
    const responses: ServerResponse[] = [];
    app.use((_request: unknown, response: ServerResponse) => responses.push(response));
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    try {
      const first = fetch(url);
      await until(() => responses[0]);
      const closed = app.close();
      const second = fetch(url);
      await until(() => responses[1]);
      jest.useFakeTimers({ doNotFake: REAL_TIMERS });
      responses[0]?.end('first');
      expect(await (await first).text()).toBe('first');
      await settle();
      jest.advanceTimersByTime(60_000);
      await settle();
      responses[1]?.end('second');
      expect(await (await second).text()).toBe('second');
      await settle();
      jest.advanceTimersByTime(60_000);
      await closed;
    } finally {
      jest.useRealTimers();
      for (const response of responses) response.end();
      await app.close();
    }
  });

  it('is not held up by a client that has its answer and does not send the rest of its request', async () => {
    const app = await NestFactory.create(Empty, new DrainingAdapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    const socket = connect({ port: Number(new URL(await app.getUrl()).port), host: '127.0.0.1', allowHalfOpen: true });
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    try {
      socket.write('POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf');
      await until(() => received.includes('404') || undefined);
      jest.useFakeTimers({ doNotFake: REAL_TIMERS });
      let isClosed = false;
      void app.close().then(() => (isClosed = true));
      await settle();
      jest.advanceTimersByTime(4_999);
      await settle();
      expect(isClosed).toBe(false);
      jest.advanceTimersByTime(1);
      // Long before Node itself gives such a client up.
      await until(() => isClosed || undefined, 5_000);
    } finally {
      socket.destroy();
      await app.close();
    }
  });
});
