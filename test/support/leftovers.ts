import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that processes left behind may take to end by themselves. */
const PATIENCE = 10_000;

/** Ends all processes that name a folder in their command line or their environment, and says which these were. */
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

function processesOn(folder: string): number[] {
  // With `e`, `ps` adds the environment to the command line.
  const lines = ps('axeww', '-o', 'pid=,args=').split('\n');
  return lines.filter((line) => line.includes(folder)).map((line) => parseInt(line, 10));
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
