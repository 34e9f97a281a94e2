import type { Queue } from 'bull';

/**
 * Finishes the jobs at work, takes no other, and gives back the one that Bull may hold: it fetches the next job as it puts
 * one away, and keeps it unprocessed if the queue was paused meanwhile. Nobody else could have that job before its lock
 * expires.
 */
export async function stopTakingJobs(queue: Queue): Promise<void> {
  await queue.pause(true);
  const token: unknown = Reflect.get(queue, 'token');
  for (const job of await queue.getActive()) {
    const isOurs = (await queue.client.get(job.lockKey())) === token;
    // For Bull this is a failed attempt: the job is tried again, or left to whoever sends messages anew.
    if (isOurs) await job.moveToFailed({ message: 'the process stops' });
  }
}
