import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type EmbeddedRedis, startEmbeddedRedis } from './embedded-redis';

/** A process that starts Redis and prints what went wrong. */
const USER_PROCESS = `
  const { transformFileSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
  const { startEmbeddedRedis } = require('./src/platform/embedded/embedded-redis.ts');
  startEmbeddedRedis(process.argv[1]).catch((error) => console.log(error.message));
`;

// The first start on a machine without Redis installs it.
jest.setTimeout(120_000);

describe('embedded Redis', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-redis-'));
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });

  async function withRedis(use: (redis: EmbeddedRedis) => Promise<void>): Promise<void> {
    const redis = await startEmbeddedRedis(dataDir);
    try {
      await use(redis);
    } finally {
      await redis.stop();
    }
  }

  async function ask<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(url, { retryStrategy: null });
    const failure = new Promise<never>((_, reject) => client.once('error', reject));
    try {
      return await Promise.race([question(client), failure]);
    } finally {
      client.disconnect();
    }
  }

  const ping = (url: string): Promise<string> => ask(url, (client) => client.ping());

  async function pidOf(url: string): Promise<number> {
    return Number(/^process_id:(\d+)/m.exec(await ask(url, (client) => client.info('server')))?.[1]);
  }

  it('answers until it is stopped, and restarts at the same address', async () => {
    const first = await startEmbeddedRedis(dataDir);
    expect(first.startedHere).toBe(true);
    expect(await ping(first.url)).toBe('PONG');
    await first.stop();
    await expect(ping(first.url)).rejects.toThrow('ECONNREFUSED');
    await first.stop();

    await withRedis(async (second) => {
      expect(second.url).toBe(first.url);
      expect(await ping(second.url)).toBe('PONG');
    });
  });

  it('can be stopped after its folder was deleted', async () => {
    const redis = await startEmbeddedRedis(dataDir);
    await rm(join(dataDir, 'redis'), { recursive: true });
    await redis.stop();
    await expect(ping(redis.url)).rejects.toThrow('ECONNREFUSED');
  });

  it('never evicts a message, writes nothing to disk, and requires the password', async () => {
    await withRedis(async ({ url }) => {
      const settings = await ask(url, (client) =>
        client.config('GET', 'save', 'appendonly', 'maxmemory-policy', 'bind'),
      );
      expect(settings).toEqual(
        expect.arrayContaining(['save', '', 'appendonly', 'no', 'maxmemory-policy', 'noeviction', 'bind', '127.0.0.1']),
      );
      await expect(ask(url.replace(/:\w+@/, ':wrong@'), (client) => client.ping())).rejects.toThrow('WRONGPASS');
      expect((await stat(join(dataDir, 'redis/redis-1.conf'))).mode & 0o777).toBe(0o600);
      if (process.platform === 'linux') {
        const commandLine = await readFile(`/proc/${await pidOf(url)}/cmdline`, 'utf8');
        expect(commandLine).not.toContain(new URL(url).password);
      }
    });
  });

  it('is the same for all processes that start together, and started by one of them', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => startEmbeddedRedis(dataDir)));
    try {
      expect(new Set(all.map(({ url }) => url)).size).toBe(1);
      expect(all.filter(({ startedHere }) => startedHere)).toHaveLength(1);
    } finally {
      await Promise.all(all.map((redis) => redis.stop()));
    }
    expect((await readdir(join(dataDir, 'redis'))).sort()).toEqual(['redis-1.conf', 'redis.log']);
  });

  it('restarts at the same address after it was killed', async () => {
    const { url } = await startEmbeddedRedis(dataDir);
    process.kill(await pidOf(url), 'SIGKILL');
    await withRedis(async (again) => {
      expect(again).toMatchObject({ url, startedHere: true });
      expect(await ping(url)).toBe('PONG');
    });
  });

  it('changes its port, for all processes that start together, if another program has taken it', async () => {
    const first = await startEmbeddedRedis(dataDir);
    await first.stop();
    const stranger = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    await new Promise<void>((resolve) => stranger.listen(Number(new URL(first.url).port), '127.0.0.1', resolve));
    try {
      const [one, two] = await Promise.all([startEmbeddedRedis(dataDir), startEmbeddedRedis(dataDir)]);
      expect(one.url).not.toBe(first.url);
      expect(two.url).toBe(one.url);
      expect(await ping(one.url)).toBe('PONG');
      await one.stop();
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it('explains what to do if there is no Redis and no way to install one', () => {
    const user = spawnSync(process.execPath, ['-e', USER_PROCESS, dataDir], {
      env: { PATH: dataDir },
      encoding: 'utf8',
    });
    expect(user.stdout).toMatch(/no redis-server on the PATH: set REDIS_URL .*install redis-server.*docker compose/);
  });
});
