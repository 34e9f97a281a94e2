import Bull, { type Queue } from 'bull';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../../test/support/service';
import { type EmbeddedRedis, startEmbeddedRedis } from '../embedded/embedded-redis';
import { stopTakingJobs } from './stop-taking-jobs';

const JOBS = 300;

// The first start on a machine without Redis installs it.
jest.setTimeout(120_000);

let redis: EmbeddedRedis;
let dataDir: string;
let open: Queue[];

beforeEach(async () => {
  open = [];
  dataDir = await mkdtemp(join(tmpdir(), 'stop-taking-jobs-'));
  redis = await startEmbeddedRedis(dataDir);
});

afterEach(async () => {
  await Promise.all(open.map((queue) => queue.close(true)));
  await redis.stop();
  await rm(dataDir, { recursive: true });
});

function queueOfWork(): Queue {
  const queue = new Bull('work', redis.url);
  open.push(queue);
  return queue;
}

describe('stopTakingJobs', () => {
  it('leaves no job to the queue that stops, and all to the next one', async () => {
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
  });

  it('waits for the job in progress, which is done then, and leaves alone what others have in progress', async () => {
    const [ours, others] = [queueOfWork(), queueOfWork()];
    const events: string[] = [];
    const running: (() => void)[] = [];
    const take = (queue: Queue, name: string) => {
      void queue.process(async () => {
        events.push(`${name} begins`);
        await new Promise<void>((resolve) => running.push(resolve));
        events.push(`${name} ends`);
      });
    };
    take(ours, 'ours');
    await ours.add({});
    await until(() => events.includes('ours begins') || undefined);
    take(others, 'others');
    await others.add({});
    await until(() => events.includes('others begins') || undefined);
    const stopping = stopTakingJobs(ours).then(() => events.push('stopped'));
    await delay(300);
    running[0]?.();
    await stopping;
    expect(events).toEqual(['ours begins', 'others begins', 'ours ends', 'stopped']);
    expect([await others.getActiveCount(), await others.getCompletedCount()]).toEqual([1, 1]);
    running[1]?.();
    await until(async () => ((await others.getCompletedCount()) === 2 ? true : undefined));
    expect(await others.getFailedCount()).toBe(0);
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
