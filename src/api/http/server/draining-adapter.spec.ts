import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { connect } from 'node:net';
import { until } from '../../../../test/support/service';
import { DrainingAdapter } from './draining-adapter';

const REAL_TIMERS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];

@Module({})
class Empty {}

afterEach(() => {
  jest.useRealTimers();
});

describe('a shutdown', () => {
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
      const closing = app.close().then(() => (isClosed = true));
      for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate);
      jest.advanceTimersByTime(4_999);
      for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate);
      expect(isClosed).toBe(false);
      jest.advanceTimersByTime(1);
      await closing;
    } finally {
      socket.destroy();
      await app.close();
    }
  });
});
