import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that processes left behind may take to end by themselves. */
const PATIENCE = 10_000;

/**
 * Ends all processes that name a folder in their command line or their environment, or work in it, and says which these
 * were.
 */
export async function endProcesses(file: string, folder: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const left = processesOn(folder);
    if (left.length === 0) return;
    process.stderr.write(`${file} left running:\n${ps('-o', 'pid=,args=', '-p', left.join())}`);
    for (const pid of left) send(signal, pid);
    const deadline = Date.now() + PATIENCE;
    while (processesOn(folder).length > 0 && Date.now() < deadline) await delay(50);
  }
}

/** Kills these processes without further ado, for when there is no time to wait. */
export function killProcesses(folder: string): void {
  for (const pid of processesOn(folder)) if (pid !== process.pid) send('SIGKILL', pid);
}

function processesOn(folder: string): number[] {
  // With `e`, `ps` adds the environment to the command line.
  const lines = ps('axeww', '-o', 'pid=,args=').split('\n');
  const named = lines.filter((line) => line.includes(folder)).map((line) => parseInt(line, 10));
  return [...new Set([...named, ...processesIn(folder)])];
}

/** Redis gets no environment and replaces its command line, but works in its folder. Only Linux tells where. */
function processesIn(folder: string): number[] {
  const pids = existsSync('/proc/self/cwd') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const path = realpathSync(folder) + sep;
  return pids.filter((pid) => `${workingFolder(pid)}${sep}`.startsWith(path)).map(Number);
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It has just ended, or is none of ours.
    return '';
  }
}

function ps(...options: string[]): string {
  // With our environment it would find itself.
  return spawnSync('ps', options, { env: { PATH: process.env.PATH }, maxBuffer: 64 * 2 ** 20 }).stdout.toString();
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
