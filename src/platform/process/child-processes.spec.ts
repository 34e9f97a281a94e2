import { ChildProcess } from 'node:child_process';
import processes from 'node:child_process';
import { basename } from 'node:path';
import { ChildProcesses } from './child-processes';

/** Milliseconds before a process that ended is replaced. */
const PAUSE = 1_000;

let forked: { script: string; child: ChildProcess; killed: unknown[] }[];
let messages: string[];
let workers: ChildProcesses;

beforeEach(() => {
  jest.useFakeTimers();
  [forked, messages] = [[], []];
  jest.spyOn(processes, 'fork').mockImplementation((path) => {
    const child = new ChildProcess();
    const killed: unknown[] = [];
    jest.spyOn(child, 'kill').mockImplementation((signal) => {
      killed.push(signal);
      return true;
    });
    forked.push({ script: basename(String(path)), child, killed });
    return child;
  });
  workers = new ChildProcesses('worker', 2, undefined, (message) => messages.push(message));
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** As if a process had ended; by its number in the order of their starts. */
function end(number: number, code: number | null, signal: NodeJS.Signals | null = null): void {
  forked[number]?.child.emit('exit', code, signal);
}

describe('child processes', () => {
  it('are as many as configured, each running the given script', () => {
    workers.start();
    expect(forked.map(({ script }) => script)).toEqual(['worker.js', 'worker.js']);
    new ChildProcesses('consumer', 0, undefined, fail).start();
    expect(forked).toHaveLength(2);
  });

  it('are replaced, with a pause and a warning, each time one ends', () => {
    workers.start();
    end(1, 1);
    jest.advanceTimersByTime(PAUSE - 1);
    expect(forked).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(forked).toHaveLength(3);
    end(2, null, 'SIGKILL');
    jest.advanceTimersByTime(PAUSE);
    expect(forked).toHaveLength(4);
    expect(messages).toEqual([
      expect.stringMatching(/^worker .*ended with code 1$/),
      expect.stringMatching(/^worker .*ended with SIGKILL$/),
    ]);
  });

  it('are tried again, with a pause and a warning, each time one cannot be started', () => {
    jest.mocked(processes.fork).mockImplementationOnce(() => {
      throw new Error('spawn ENOMEM');
    });
    workers.start();
    forked[0]?.child.emit('error', new Error('spawn EAGAIN'));
    expect(messages).toEqual([
      'worker could not be started: spawn ENOMEM',
      'worker could not be started: spawn EAGAIN',
    ]);
    jest.advanceTimersByTime(PAUSE - 1);
    expect(forked).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(forked).toHaveLength(3);
  });

  it('are not replaced for an error while they run', async () => {
    workers.start();
    const [{ child } = fail('none was started')] = forked;
    Object.defineProperty(child, 'pid', { value: 42 });
    child.emit('error', new Error('kill EPERM'));
    jest.advanceTimersByTime(PAUSE);
    expect([forked.length, messages]).toEqual([2, []]);
    const stopping = workers.stop();
    end(0, 0);
    end(1, 0);
    await stopping;
  });

  it('are all asked to stop, and waited for; none is replaced then', async () => {
    workers.start();
    let stopped = false;
    const stopping = workers.stop().then(() => (stopped = true));
    expect(forked.map(({ killed }) => killed)).toEqual([['SIGTERM'], ['SIGTERM']]);
    end(0, 0);
    await jest.advanceTimersByTimeAsync(PAUSE);
    expect(stopped).toBe(false);
    end(1, null, 'SIGTERM');
    await stopping;
    await jest.advanceTimersByTimeAsync(PAUSE);
    expect([forked.length, messages]).toEqual([2, []]);
  });

  it('do not start any more if one ended just before the stop', async () => {
    workers.start();
    end(0, 1);
    const stopping = workers.stop();
    end(1, 0);
    await stopping;
    await jest.advanceTimersByTimeAsync(PAUSE);
    expect(forked.map(({ killed }) => killed)).toEqual([[], ['SIGTERM']]);
  });
});

function fail(message: string): never {
  throw new Error(message);
}
