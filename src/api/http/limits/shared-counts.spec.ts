import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { readSettings } from '../../../platform/config/settings';
import { SharedCounts } from './shared-counts';

let server: Server;
let counts: SharedCounts;

afterEach(() => {
  counts.onApplicationShutdown();
  server.close();
});

/** A server in place of Redis, which answers each of the first commands with one of these. */
async function serverAnswering(...answers: string[]): Promise<string> {
  server = createServer((socket) => {
    socket.on('data', (data) => {
      const commands = data.toString().match(/^\*\d+\r$/gm) ?? [];
      for (const answer of answers.splice(0, commands.length)) socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `redis://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function countsIn(url: string): Promise<SharedCounts> {
  counts = new SharedCounts({ ...readSettings({}), DATABASE_URL: '', REDIS_URL: url });
  await counts.onModuleInit();
  return counts;
}

/** Whether each of so many requests is refused, where two are allowed. */
async function refusals(sent: number): Promise<boolean[]> {
  const blocked: boolean[] = [];
  for (let request = 0; request < sent; request++) {
    blocked.push((await counts.increment('limit:key:x', 10_000, 2, 10_000, 'key')).isBlocked);
  }
  return blocked;
}

it('counts in this process while Redis cannot be reached', async () => {
  await serverAnswering();
  await countsIn('redis://127.0.0.1:1');
  expect(await refusals(4)).toEqual([false, false, true, true]);
});

it('counts in this process while Redis accepts connections without answering', async () => {
  await countsIn(await serverAnswering());
  expect(await refusals(4)).toEqual([false, false, true, true]);
});

it('lets one request a second wait for a Redis that has stopped answering', async () => {
  const information = 'redis_version:7.0.0\r\n';
  const increment = jest.spyOn(ThrottlerStorageRedisService.prototype, 'increment');
  const toConnecting = ['+OK\r\n', '+OK\r\n', `$${information.length}\r\n${information}\r\n`];
  await countsIn(await serverAnswering(...toConnecting));
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'clearTimeout'] });
  try {
    expect(await refusals(4)).toEqual([false, false, true, true]);
    expect(increment).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1_000);
    await refusals(2);
    expect(increment).toHaveBeenCalledTimes(2);
  } finally {
    jest.useRealTimers();
  }
});
