import timers from 'node:timers/promises';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { type DatabaseSettings, readSettings } from '../config/settings';
import { revertLatestMigration } from '../database/migrate';
import { runProcess } from './run-process';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'];

const never = (): Promise<never> => new Promise(() => undefined);

let test: TestDatabase;
/** What happened, in order. */
let events: string[];
/** What the process wrote to standard error. */
let errors: string;
/** The listeners of the process. */
let listeners: Map<unknown, (error?: unknown) => void>;
/** The pauses that were begun, in milliseconds. */
let pauses: number[];

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(() => {
  [events, errors, listeners, pauses] = [[], '', new Map(), []];
  jest.useFakeTimers({
    doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'performance'],
  });
  const delay = timers.setTimeout;
  jest.spyOn(timers, 'setTimeout').mockImplementation((milliseconds = 0, value, options) => {
    pauses.push(milliseconds);
    // What lasts for seconds is over at once, unless it is cut short; a long one never is.
    const shortened = milliseconds > 20_000 ? 1_000_000 : milliseconds / 20;
    return delay(shortened, value, { ...options, ref: false });
  });
  jest.spyOn(process, 'on').mockImplementation((event, listener: (error?: unknown) => void) => {
    listeners.set(event, listener);
    return process;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text.toString();
    return true;
  });
  exitWith((code) => events.push(`exit ${code}`));
});

const exit = process.exit.bind(process);

afterEach(() => {
  exitWith(exit);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** What happens instead of an exit. */
function exitWith(whatHappens: (code: number) => unknown): void {
  Reflect.set(process, 'exit', whatHappens);
}

interface Parts {
  startApplication?: () => Promise<void>;
  stopApplication?: () => Promise<void>;
  stopServices?: () => Promise<void>;
  grace?: number;
}

const ready = () => Promise.resolve();

/** Runs a process of these parts, each of which takes no time unless it is given. */
function run({ startApplication = ready, stopApplication = ready, stopServices = ready, grace = 60_000 }: Parts = {}) {
  const settings: DatabaseSettings = { ...readSettings({}), DATABASE_URL: test.url, SHUTDOWN_GRACE: grace };
  const stop = async () => {
    events.push('services stop');
    await stopServices();
  };
  return runProcess(
    () => Promise.resolve({ settings, stop }),
    async () => {
      await startApplication();
      events.push('started');
      return async () => {
        events.push('application stops');
        await stopApplication();
        events.push('application has stopped');
      };
    },
  );
}

async function happens(event: string): Promise<void> {
  await until(() => (events.includes(event) ? true : undefined));
}

function signal(name = 'SIGTERM'): void {
  listeners.get(name)?.();
}

const WHOLE = ['started', 'application stops', 'application has stopped', 'services stop', 'exit 0'];

describe('a process', () => {
  it.each(SIGNALS)('finishes its work, then leaves its services, on %s', async (name) => {
    const running = run();
    await happens('started');
    signal(name);
    await running;
    expect(events).toEqual(WHOLE);
    expect(errors).toBe('');
  });

  it('has its schema up to date before its application starts', async () => {
    await revertLatestMigration(test.url);
    const running = run({
      startApplication: async () => {
        const { rows } = await test.database.pool.query('SELECT max(id) AS latest FROM schema_migration');
        events.push(JSON.stringify(rows));
      },
    });
    await happens('started');
    signal();
    await running;
    const { rows } = await test.database.pool.query('SELECT max(id) AS latest FROM schema_migration');
    expect(events).toEqual([JSON.stringify(rows), ...WHOLE]);
  });

  it('that is asked to stop while it starts stops once it has started', async () => {
    let start: (() => void) | undefined;
    const running = run({ startApplication: () => new Promise((resolve) => (start = resolve)) });
    // Only now, as a migration that takes long here would use up the patience, which is shortened.
    const begin = await until(() => start);
    signal();
    await timers.setTimeout(0);
    expect(events).toEqual([]);
    begin();
    await running;
    expect(events).toEqual(WHOLE);
  });

  it('that does not start within ten seconds after it was asked to stop is cut off', async () => {
    void run({ startApplication: never });
    await until(() => listeners.size > 0 || undefined);
    expect(pauses).not.toContain(10_000);
    signal();
    await happens('exit 1');
    expect(pauses).toContain(10_000);
  });

  it('leaves its services even if its work is not finished in four fifths of the time, and tells so', async () => {
    const running = run({ stopApplication: never, grace: 5_000 });
    await happens('started');
    signal();
    await running;
    expect(pauses).toContain(4_000);
    expect(events).toEqual(['started', 'application stops', 'services stop', 'exit 1']);
    expect(errors).toContain('Not everything was finished in time; the rest is cut off.');
  });

  it('is cut off if its services do not stop in time', async () => {
    void run({ stopServices: never, grace: 5_000 });
    await happens('started');
    signal();
    await happens('services stop');
    jest.advanceTimersByTime(4_999);
    expect(events).toEqual(WHOLE.slice(0, -1));
    jest.advanceTimersByTime(1);
    expect(events).toEqual([...WHOLE.slice(0, -1), 'exit 1']);
    expect(errors).toContain('Not everything stopped in time; exiting.');
  });

  it('leaves its services if its application fails to stop', async () => {
    const running = run({ stopApplication: () => Promise.reject(new Error('a failure')) });
    await happens('started');
    signal();
    await running;
    expect(events).toEqual(['started', 'application stops', 'services stop', 'exit 1']);
    expect(errors).toBe('a failure\n');
  });

  it.each<[string, Error, string | RegExp]>([
    ['in words', Object.assign(new Error('listen'), { code: 'EADDRINUSE' }), /^The address is in use already: .*PORT/],
    ['by its message', new Error('no such server'), /^no such server\n$/],
    ['by its code if it has no message', Object.assign(new Error(''), { code: 'EACCES' }), /^EACCES\n$/],
    ['with its stack if it is a mistake of ours', new TypeError('not a function'), /^TypeError: not a function\n +at /],
  ])('that cannot start leaves its services, and tells why %s', async (_, error, told) => {
    await run({ startApplication: () => Promise.reject(error) });
    expect(events).toEqual(['services stop', 'exit 1']);
    expect(errors).toMatch(told);
  });

  it('starts its application again, from the beginning, while something that it needs is away', async () => {
    const messages = ['Connection terminated unexpectedly', 'terminating connection'];
    const running = run({
      startApplication: async () => {
        const { rows } = await test.database.pool.query('SELECT count(*) AS migrations FROM schema_migration');
        events.push(`starts with ${JSON.stringify(rows)}`);
        const message = messages.shift();
        if (message === undefined) return;
        await revertLatestMigration(test.url);
        throw Object.assign(new Error(message), { code: '57P01' });
      },
    });
    await happens('started');
    signal();
    await running;
    const { rows } = await test.database.pool.query('SELECT count(*) AS migrations FROM schema_migration');
    const start = `starts with ${JSON.stringify(rows)}`;
    expect(events).toEqual([start, start, start, ...WHOLE]);
    expect(pauses).toEqual(expect.arrayContaining([250, 500]));
    expect(errors).toBe(
      'PostgreSQL is not available, trying again: Connection terminated unexpectedly\n' +
        'PostgreSQL is not available, trying again: terminating connection\n',
    );
  });

  it('that is asked to stop while something that it needs is away ends at once', async () => {
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    const running = run({ startApplication: () => Promise.reject(away) });
    await until(() => errors.includes('trying again') || undefined);
    signal();
    await running;
    expect(events).toEqual(['services stop', 'exit 1']);
    // Here the process goes on after its exit, and is cut off besides.
    await until(() => events.length > 2 || undefined);
  });

  it('that ends by an error which nobody has caught prints where it was thrown, and no secrets', async () => {
    const running = run();
    await happens('started');
    const error = new Error('no answer from redis://:secret@host');
    listeners.get('uncaughtException')?.(Object.assign(error, { command: { name: 'auth', args: ['secret'] } }));
    expect(events).toEqual(['started', 'exit 1']);
    expect(errors).toMatch(/^Error: no answer from redis:\/\/host\n +at /);
    expect(errors).not.toContain('secret');
    signal();
    await running;
  });

  it('does not end by a promise that rejects unnoticed while it stops', async () => {
    const running = run({ stopApplication: () => Promise.resolve(listeners.get('unhandledRejection')?.()) });
    await happens('started');
    expect(listeners.has('unhandledRejection')).toBe(false);
    signal();
    await running;
    expect(listeners.has('unhandledRejection')).toBe(true);
    expect(events).toEqual(WHOLE);
  });
});
