import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/**
 * Steps of nice by which others are less urgent than the process that starts them: with each, they give up a fifth of the processor where
 * all want it. Whoever waits for an answer comes first, then what most answers wait for, then what takes a while anyway.
 */
const WORKER_STEPS = 10;
const SERVER_STEPS = 5;

/** Makes a child process that was just started less urgent than this one, unless the system refuses. */
export function putWorkerBehind(pid: number | undefined): void {
  if (pid !== undefined)
    unlessRefused(() => {
      lower(pid, WORKER_STEPS);
    });
}

/** The same for a server that was just started in a session of its own, and for all that it will start. */
export function putServerBehind(pid: number | undefined): void {
  if (pid === undefined) return;
  unlessRefused(() => {
    lower(pid, SERVER_STEPS);
  });
  // Linux shares the processor out among sessions first, whatever the processes in them are (sched(7), "The autogroup feature").
  unlessRefused(() => {
    writeFileSync(`/proc/${pid}/autogroup`, `${SERVER_STEPS}`);
  });
}

function lower(pid: number, steps: number): void {
  setPriority(pid, Math.min(getPriority() + steps, constants.priority.PRIORITY_LOW));
}

/** What is refused competes for the processor as before; a process that has ended already is noticed by others. */
function unlessRefused(act: () => void): void {
  try {
    act();
  } catch {
    return;
  }
}
