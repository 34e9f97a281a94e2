import { createServer } from 'node:net';
import { once } from 'node:events';
import { readSettings } from '../../../platform/config/settings';
import { SharedCounts } from './shared-counts';

it('requests are counted, and limited, while Redis is away, and wait little for one that does not answer', async () => {
  // Takes connections, and says nothing.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  for (const url of [`redis://127.0.0.1:${port}`, 'redis://127.0.0.1:1']) {
    const counts = new SharedCounts({ ...readSettings({}), DATABASE_URL: '', REDIS_URL: url });
    try {
      await counts.onModuleInit();
      const start = performance.now();
      const blocked: boolean[] = [];
      for (let sent = 0; sent < 4; sent++) {
        blocked.push((await counts.increment('limit:key:x', 10_000, 2, 10_000, 'key')).isBlocked);
      }
      expect(blocked).toEqual([false, false, true, true]);
      expect(performance.now() - start).toBeLessThan(5_000);
    } finally {
      counts.onApplicationShutdown();
    }
  }
  silent.close();
});
