import { getQueueToken } from '@nestjs/bull';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bull';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultProxy } from '../../../test/faults/fault-proxy';
import { until } from '../../../test/support/service';
import { ConfigModule } from '../config/config.module';
import { readSettings } from '../config/settings';
import { type EmbeddedRedis, startEmbeddedRedis } from '../embedded/embedded-redis';
import { REPORT_QUEUE } from './names';
import { connectionOptions, QueueModule } from './queue.module';

// The first start on a machine without Redis installs it.
jest.setTimeout(120_000);

let dataDir: string;
let redis: EmbeddedRedis | undefined;
let proxy: FaultProxy;
let app: INestApplicationContext | undefined;
let queue: Queue<{ fails: boolean }>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'queue-module-'));
  redis = await startEmbeddedRedis(dataDir);
  proxy = await FaultProxy.before(redis.url);
  const settings = { ...readSettings({}), DATABASE_URL: '', REDIS_URL: proxy.through(redis.url) };
  const module = { module: QueueModule, imports: [ConfigModule.with(settings)] };
  app = await NestFactory.createApplicationContext(module, { logger: false });
  queue = app.get(getQueueToken(REPORT_QUEUE));
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  proxy.stop();
  await redis?.stop();
  redis = undefined;
  await rm(dataDir, { recursive: true });
});

describe('the queues', () => {
  it('take a job again under the same id once it is done or has failed, but not before', async () => {
    const tries: string[] = [];
    const add = async (jobId: string, fails: boolean) => queue.add({ fails }, { jobId });
    for (const id of ['a', 'b', 'a', 'b']) await add(id, true);
    expect(await queue.getWaitingCount()).toBe(2);
    void queue.process(({ id, data }) => {
      tries.push(String(id));
      return data.fails ? Promise.reject(new Error('a failure')) : Promise.resolve();
    });
    for (const [fails, count] of [
      [false, 2],
      [true, 3],
      [false, 4],
    ] as const) {
      await until(async () => (tries.length === count && (await queue.getActiveCount()) === 0) || undefined);
      await add('a', fails);
    }
    await until(() => tries.length === 5 || undefined);
    expect(tries.slice().sort()).toEqual(['a', 'a', 'a', 'a', 'b']);
  });

  it('connect with TLS if the address of Redis begins with rediss:, and only then', () => {
    const secure = { REDIS_URL: 'rediss://:secret@redis:6379' };
    expect(connectionOptions(secure)).toMatchObject({ tls: {} });
    expect(connectionOptions({ ...secure, REDIS_TLS_CA: 'ours' })).toMatchObject({ tls: { ca: 'ours' } });
    expect(connectionOptions({ REDIS_URL: 'redis://:secret@rediss:6379' })).not.toHaveProperty('tls');
  });

  it('connect to what the address names', () => {
    expect(connectionOptions({ REDIS_URL: 'redis://redis' })).toMatchObject({ host: 'redis', port: 6379, db: 0 });
    expect(connectionOptions({ REDIS_URL: 'redis://redis' })).not.toHaveProperty('password');
    expect(connectionOptions({ REDIS_URL: 'redis://us%40er:p%22a%C3%A4@[::1]:7/3?family=6' })).toMatchObject({
      ...{ host: '::1', port: 7, db: 3, username: 'us@er', password: 'p"aä', family: '6' },
    });
  });

  it('try to connect again at growing intervals of at most two seconds', () => {
    const { retryStrategy } = connectionOptions({ REDIS_URL: 'redis://redis' });
    expect([1, 2, 19, 20, 21, 1_000].map(retryStrategy)).toEqual([100, 200, 1_900, 2_000, 2_000, 2_000]);
  });

  it.each(['a network that drops packets', 'a Redis that does not answer'])(
    'deliver jobs and events within ten seconds after %s',
    async (fault) => {
      const done: string[] = [];
      const events: unknown[] = [];
      void queue.process(({ id }) => {
        done.push(String(id));
        return Promise.resolve();
      });
      await queue.on('global:completed', (id: unknown) => events.push(id)).isReady();
      await queue.add({ fails: false }, { jobId: 'before' });
      await until(() => events.length === 1 || undefined);

      if (fault.startsWith('a network')) proxy.blackhole();
      else proxy.hang();
      const meanwhile = queue.add({ fails: false }, { jobId: 'meanwhile' });
      await until(() => queue.client.status === 'reconnecting' || undefined, 10_000);
      await proxy.heal();
      await until(() => done.includes('meanwhile') || undefined, 10_000);
      await meanwhile;
      // Redis sends each event once, to those who listen at that moment.
      await until(async () => {
        await queue.add({ fails: false }, { jobId: 'after' });
        return events.includes('after') || undefined;
      }, 10_000);
      expect(new Set(done)).toEqual(new Set(['before', 'meanwhile', 'after']));
    },
  );
});
