import type { Queue } from 'bull';

/**
 * Waits for the active jobs, takes no new one, and gives back the one that Bull may hold: as it finishes a job it
 * fetches the next, and keeps that unprocessed if the queue was paused meanwhile. No other process could get it before
 * its lock expires.
 */
export async function stopTakingJobs(queue: Queue): Promise<void> {
  await queue.pause(true);
  const token: unknown = Reflect.get(queue, 'token');
  for (const job of await queue.getActive()) {
    const isOurs = (await queue.client.get(job.lockKey())) === token;
    // Bull counts this as a failed attempt: it retries the job, or drops it if it has no attempts left.
    if (isOurs) await job.moveToFailed({ message: 'the process stops' });
  }
}
