import { PeriodicJob } from './periodic-job';

const INTERVAL = 1_000;

let job: PeriodicJob;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  job.stop();
  jest.useRealTimers();
});

it('runs after each interval, and at once if asked to, until it is stopped', async () => {
  const run = jest.fn(() => Promise.resolve());
  job = new PeriodicJob(INTERVAL, run, fail);
  expect(run).toHaveBeenCalledTimes(0);
  job.runNow();
  expect(run).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(2 * INTERVAL);
  expect(run).toHaveBeenCalledTimes(3);
  job.stop();
  await jest.advanceTimersByTimeAsync(2 * INTERVAL);
  expect(run).toHaveBeenCalledTimes(3);
});

it('skips the runs that are due while one is still running', async () => {
  const finish: (() => void)[] = [];
  const run = jest.fn(() => new Promise<void>((resolve) => finish.push(resolve)));
  job = new PeriodicJob(INTERVAL, run, fail);
  await jest.advanceTimersByTimeAsync(3 * INTERVAL);
  expect(run).toHaveBeenCalledTimes(1);
  finish[0]?.();
  await jest.advanceTimersByTimeAsync(INTERVAL);
  expect(run).toHaveBeenCalledTimes(2);
});

it('reports the error of a run, and runs again', async () => {
  const onError = jest.fn();
  const error = new Error('out of order');
  job = new PeriodicJob(INTERVAL, () => Promise.reject(error), onError);
  await jest.advanceTimersByTimeAsync(2 * INTERVAL);
  expect(onError.mock.calls).toEqual([[error], [error]]);
});

function fail(error: unknown): void {
  throw error;
}
