import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { putServerBehind, putWorkerBehind } from './priority';

let child: ChildProcess;

beforeEach(() => {
  child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
});

afterEach(() => {
  jest.restoreAllMocks();
  child.kill('SIGKILL');
});

function stepsBehind(): number {
  return os.getPriority(child.pid) - os.getPriority();
}

/** Of the session of the child; undefined if the system shares nothing out among sessions. */
function sessionPriority(): number | undefined {
  const file = `/proc/${child.pid ?? ''}/autogroup`;
  return existsSync(file) ? Number(/nice (-?\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) : undefined;
}

it('workers come after servers, and these after the process that started both', () => {
  putServerBehind(child.pid);
  expect(stepsBehind()).toBe(Math.min(5, 19 - os.getPriority()));
  expect([5, undefined]).toContain(sessionPriority());
  putWorkerBehind(child.pid);
  expect(stepsBehind()).toBe(Math.min(10, 19 - os.getPriority()));
});

it('a system that refuses, and a process that could not be started, are no errors', () => {
  jest.spyOn(os, 'setPriority').mockImplementation(() => {
    throw new Error('EACCES');
  });
  putWorkerBehind(child.pid);
  expect(stepsBehind()).toBe(0);
  putServerBehind(undefined);
  putWorkerBehind(undefined);
});
