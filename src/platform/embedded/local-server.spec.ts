import { appendFile, mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../test/support/service';
import { type DetachedServer, emptyLargeLog, freePort, LOOPBACK, startDetached } from './local-server';

describe('freePort', () => {
  it('returns the preferred port while it is free, and another once it is taken', async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);

    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, LOOPBACK, resolve));
    try {
      const other = await freePort(port);
      expect(other).toBeGreaterThan(0);
      expect(other).not.toBe(port);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('returns no port that a client could be given', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(Math.min(...found)).toBeGreaterThan(1_024);
    expect(Math.max(...found)).toBeLessThan(32_768);
  });

  it('ignores a preference that is not a valid port', async () => {
    for (const port of [NaN, -1, 0, 99_999]) {
      const found = await freePort(port);
      expect(found).not.toBe(port);
      expect(found).toBeGreaterThan(1_024);
    }
  });
});

describe('startDetached', () => {
  const LARGE = 10 * 2 ** 20;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detached-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function end(server: DetachedServer): Promise<ReturnType<DetachedServer['ended']>> {
    return until(() => server.ended());
  }

  it('reports how the server exited and what it wrote since this start', async () => {
    const log = join(folder, 'log');
    const first = await startDetached('sh', ['-c', 'echo first; echo to stderr >&2'], log, {});
    expect(await end(first)).toEqual({ cleanly: true, reason: 'it ended with code 0' });
    expect(await first.logTail()).toBe('first\nto stderr');

    const second = await startDetached('sh', ['-c', 'echo second; exit 3'], log, {});
    expect(await end(second)).toEqual({ cleanly: false, reason: 'it ended with code 3' });
    expect(await second.logTail()).toBe('second');
  });

  it('begins with an empty log if that of earlier starts is large', async () => {
    const log = join(folder, 'large');
    for (const [before, after] of [
      [LARGE, LARGE + 6],
      [LARGE + 1, 6],
    ] as const) {
      await appendFile(log, '');
      await truncate(log, before);
      const server = await startDetached('sh', ['-c', 'echo again'], log, {});
      await end(server);
      expect((await stat(log)).size).toBe(after);
      expect(await server.logTail()).toBe('again');
    }
  });

  it('lets the server go on with an empty log if that has become large', async () => {
    const log = join(folder, 'growing');
    await appendFile(log, 'before');
    const server = await startDetached('sh', ['-c', 'until [ -e go ]; do sleep 0.01; done; echo on'], log, {
      cwd: folder,
    });
    await truncate(log, LARGE);
    await emptyLargeLog(log);
    expect((await stat(log)).size).toBe(LARGE);
    await truncate(log, LARGE + 1);
    await emptyLargeLog(log);
    expect(await server.logTail()).toBe('');
    await appendFile(join(folder, 'go'), '');
    await end(server);
    expect((await stat(log)).size).toBe(3);
  });

  it('reports that the program does not exist', async () => {
    const server = await startDetached(join(folder, 'missing'), [], join(folder, 'log'), {});
    expect((await end(server))?.reason).toContain('ENOENT');
  });

  it('gives the server a session of its own', async () => {
    const server = await startDetached('sleep', ['60'], join(folder, 'log'), {});
    expect(server.ended()).toBeUndefined();
    // A negative number signals a process group, so there must be one with this number.
    process.kill(-(server.pid ?? NaN), 'SIGKILL');
    expect(await end(server)).toEqual({ cleanly: false, reason: 'it ended with SIGKILL' });
  });
});
