import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '../../common/error-code';

/** What ends a process that has been brought up. */
export interface Running {
  /** Lets what is in flight come to its end. */
  readonly finish: () => Promise<void>;
  /** Gives up the services behind the process; done in any case. */
  readonly leave: () => Promise<void>;
  /** Milliseconds that both together may take. */
  readonly grace: number;
}

/** Milliseconds for which a process that is told to stop while it still starts may go on with that. */
const START_PATIENCE = 10_000;

/** The share of the grace that is for finishing; a client that stalls must not take all of it. */
const FINISHING = 0.8;

/**
 * Runs a process to its end: `start` brings it up and returns what stops it. A signal stops it, and so does the end of
 * the process that started it; whatever has not stopped in time is cut off.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    // A second Ctrl-C, or a signal to the whole group beside the parent's, must not cut short what is being finished.
    for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'] as const) process.on(event, resolve);
  });
  try {
    const starting = start();
    const impatience = new AbortController();
    void stopAsked
      .then(() => delay(START_PATIENCE, undefined, { signal: impatience.signal }))
      .then(() => process.exit(1))
      .catch(() => undefined);
    const { finish, leave, grace } = await starting;
    impatience.abort();
    await stopAsked;
    // A client of a service that is away may fail where nobody listens any more; what can be finished is finished all the same.
    process.on('unhandledRejection', (error) => process.stderr.write(`${inWords(error)}\n`));
    setTimeout(() => {
      process.stderr.write('Not everything stopped in time; leaving.\n');
      process.exit(1);
    }, grace).unref();
    let finished = false;
    try {
      finished = await Promise.race([finish().then(() => true), delay(grace * FINISHING, false)]);
      if (!finished) process.stderr.write('Not everything was finished in time; it is cut off.\n');
    } finally {
      await leave();
    }
    process.exit(finished ? 0 : 1);
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`);
    process.exit(1);
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (codeOf(error) === 'EADDRINUSE') {
    return 'The address is in use already: is the service running? Set PORT to another one.';
  }
  // An error of the language itself is a mistake of ours, which only its stack explains.
  const isOurs = [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  return (isOurs ? error.stack : undefined) ?? (error.message || (codeOf(error) ?? error.name));
}
