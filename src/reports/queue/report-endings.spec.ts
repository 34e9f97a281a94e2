import { getQueueToken } from '@nestjs/bull';
import { NestFactory } from '@nestjs/core';
import type { Queue } from 'bull';
import { firstValueFrom } from 'rxjs';
import { emptyDataDir, removeDataDir, until } from '../../../test/support/service';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { startEmbeddedRedis } from '../../platform/embedded/embedded-redis';
import { REPORT_QUEUE } from '../../platform/queue/names';
import { QueueModule } from '../../platform/queue/queue.module';
import { ReportEndings } from './report-endings';

// The first start on a machine without Redis installs it.
jest.setTimeout(120_000);

describe('the endings of reports', () => {
  it('are heard from whichever process had the job', async () => {
    const dataDir = await emptyDataDir();
    const redis = await startEmbeddedRedis(dataDir);
    const settings = { ...readSettings({}), DATABASE_URL: '', REDIS_URL: redis.url };
    const module = { module: QueueModule, imports: [ConfigModule.with(settings)], providers: [ReportEndings] };
    const start = () => NestFactory.createApplicationContext(module, { logger: false });
    const [worker, listener] = await Promise.all([start(), start()]);
    try {
      const queue = worker.get<Queue>(getQueueToken(REPORT_QUEUE));
      void queue.process(() => Promise.resolve());
      const ended = firstValueFrom(listener.get(ReportEndings).of('mine'));
      // Redis sends each word once, to those who listen at that moment.
      let heard = false;
      void ended.then(() => (heard = true));
      await until(async () => {
        for (const jobId of ['another', 'mine']) await queue.add({}, { jobId });
        return heard || undefined;
      });
      expect(await ended).toBe('mine');
    } finally {
      await Promise.all([worker.close(), listener.close()]);
      await redis.stop();
      await removeDataDir(dataDir);
    }
  });
});
