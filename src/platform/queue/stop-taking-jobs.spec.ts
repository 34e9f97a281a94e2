import Bull, { type Queue } from 'bull';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedRedis } from '../embedded/embedded-redis';
import { stopTakingJobs } from './stop-taking-jobs';

const JOBS = 300;

// The first start on a machine without Redis installs it.
jest.setTimeout(120_000);

describe('stopTakingJobs', () => {
  it('leaves no job to the queue that stops, and all to the next one', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'stop-taking-jobs-'));
    const redis = await startEmbeddedRedis(dataDir);
    const open: Queue[] = [];
    const queueOfWork = () => {
      const queue = new Bull('work', redis.url);
      open.push(queue);
      return queue;
    };
    try {
      const sender = queueOfWork();
      const jobs = Array.from({ length: JOBS }, (_, index) => ({ data: {}, opts: { jobId: `${index}`, attempts: 5 } }));
      await sender.addBulk(jobs);
      const done = new Set<string>();
      // The jobs take no time, so Bull is almost always about to fetch the next one.
      for (let stop = 1; done.size < JOBS; stop++) {
        const queue = queueOfWork();
        await processUntil(queue, done, Math.min(JOBS, stop * 20));
        await stopTakingJobs(queue);
        expect(await sender.getActiveCount()).toBe(0);
      }
      expect(await sender.getJobCountByTypes(['waiting', 'delayed', 'failed'])).toBe(0);
    } finally {
      await Promise.all(open.map((queue) => queue.close(true)));
      await redis.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});

/** Processes jobs until `enough` are done in total. */
async function processUntil(queue: Queue, done: Set<string>, enough: number): Promise<void> {
  await new Promise<void>((resolve) => {
    void queue.process(({ id }) => {
      done.add(String(id));
      if (done.size >= enough) setImmediate(resolve);
      return Promise.resolve();
    });
  });
}
