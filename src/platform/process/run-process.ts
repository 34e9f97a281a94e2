import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, isUnavailable, messageOf } from '../../common/error-code';
import { redacted } from '../config/redacted';
import { type DatabaseSettings, processSettings, type Settings } from '../config/settings';
import { migrate } from '../database/migrate';
import type { Services } from '../embedded/embedded-services';
import { startTracing } from '../tracing/tracing';

/** What stops a process that has started. */
interface Running {
  /** Finishes the work in progress and stops the application. */
  readonly stopApplication: () => Promise<void>;
  /** Leaves the services behind the process; called even if the application did not stop in time. */
  readonly stopServices: () => Promise<void>;
  /** Sends the last traces; called like `stopServices`. */
  readonly stopTracing: () => Promise<void>;
  /** Milliseconds that both together may take. */
  readonly grace: number;
}

/** Milliseconds that a process may still take to start once it was asked to stop. */
const START_PATIENCE = 10_000;

/** Milliseconds between two attempts to start. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;

/**
 * The share of the grace period in which the application must stop, so that a stalled client cannot use up all of it.
 */
const APPLICATION_SHARE = 0.8;

/**
 * Runs a process from its start to its exit. A signal stops it, and so does the end of its parent process; whatever has
 * not stopped after SHUTDOWN_GRACE is cut off. It exits with 0 if everything stopped in time, else with 1.
 * @param startServices starts the services that the settings do not name
 * @param startApplication runs once the schema is up to date; returns what finishes the work and stops the application. It is
 *   called again if something was unavailable, so it must leave nothing behind when it fails
 */
export async function runProcess<KnownSettings extends DatabaseSettings>(
  startServices: (settings: Settings) => Promise<Services<KnownSettings>>,
  startApplication: (settings: KnownSettings) => Promise<() => Promise<void>>,
): Promise<void> {
  const stopRequested = new Promise<void>((resolve) => {
    // Every signal is listened for until the end: a second Ctrl-C, or one to the whole process group, must not cut off
    // what is being finished.
    for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'] as const) process.on(event, resolve);
  });
  // Node.js itself would also print the fields of the error, such as a command for Redis with the password.
  process.on('uncaughtException', (error) => {
    print(error.stack ?? String(error));
    process.exit(1);
  });
  try {
    const starting = start(startServices, startApplication, stopRequested);
    const started = new AbortController();
    void stopRequested
      .then(() => delay(START_PATIENCE, undefined, { signal: started.signal }))
      .then(() => process.exit(1))
      .catch(() => undefined);
    const running = await starting;
    started.abort();
    await stopRequested;
    process.exit((await stop(running)) ? 0 : 1);
  } catch (error) {
    print(explain(error));
    process.exit(1);
  }
}

async function start<KnownSettings extends DatabaseSettings>(
  startServices: (settings: Settings) => Promise<Services<KnownSettings>>,
  startApplication: (settings: KnownSettings) => Promise<() => Promise<void>>,
  stopRequested: Promise<void>,
): Promise<Running> {
  const { settings, stop: stopServices } = await startServices(processSettings());
  try {
    const stopTracing = await startTracing(settings);
    const stopApplication = await onceAvailable(stopRequested, async () => {
      await migrate(settings.DATABASE_URL);
      return startApplication(settings);
    });
    return { stopApplication, stopServices, stopTracing, grace: settings.SHUTDOWN_GRACE };
  } catch (error) {
    await stopServices();
    throw error;
  }
}

/**
 * Starts what needs PostgreSQL. While that is away it is tried again from the beginning, at growing intervals: a process that
 * ended instead would be started anew every second.
 */
async function onceAvailable<Started>(stopRequested: Promise<void>, begin: () => Promise<Started>): Promise<Started> {
  const isStopping = stopRequested.then(() => true);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return await begin();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      print(`PostgreSQL is not available, trying again: ${messageOf(error)}`);
      if (await Promise.race([delay(pause, false), isStopping])) throw error;
    }
  }
}

/** Returns whether everything stopped in time. */
async function stop({ stopApplication, stopServices, stopTracing, grace }: Running): Promise<boolean> {
  // The client of an unavailable service may reject where nobody awaits it; the rest is finished all the same.
  process.on('unhandledRejection', (error) => {
    print(explain(error));
  });
  setTimeout(() => {
    print('Not everything stopped in time; exiting.');
    process.exit(1);
  }, grace).unref();
  try {
    const inTime = await Promise.race([stopApplication().then(() => true), delay(grace * APPLICATION_SHARE, false)]);
    if (!inTime) print('Not everything was finished in time; the rest is cut off.');
    return inTime;
  } finally {
    await Promise.all([stopServices(), stopTracing()]);
  }
}

function print(message: string): void {
  process.stderr.write(`${redacted(message)}\n`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (codeOf(error) === 'EADDRINUSE') {
    return 'The address is in use already: is the service running? Set PORT to another one.';
  }
  // These are our own mistakes, which only the stack explains.
  const isOurs = [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  return (isOurs ? error.stack : undefined) ?? (messageOf(error) || error.name);
}
