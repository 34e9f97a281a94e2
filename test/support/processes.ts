import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { documentedSettings } from '../../src/platform/config/settings';
import { expectNoSecrets } from './secrets';

const DIST = join(__dirname, '../../dist/src');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds in which a service with wrong settings must have ended. */
const LONGEST = 60_000;

const SETTINGS = new Set(documentedSettings().flatMap(({ name }) => [name, `${name}_FILE`]));

/** The environment of the shell without the settings of the service, which no test inherits. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTINGS.has(name)));
}

/** Runs one of the built commands of `src/cli`, such as `verify`, to completion. */
export function runCli(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Ended {
  const ended = run(`cli/${command}.js`, args, { env: { ...shellEnvironment(), ...env } });
  expectNoSecrets(ended.stdout + ended.stderr, env);
  return ended;
}

/** The same without holding up the test, whose connections would be found closed otherwise. */
export async function runCliMeanwhile(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(DIST, `cli/${command}.js`), ...args], {
    env: { ...shellEnvironment(), ...env },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  }
  await once(child, 'close');
  expectNoSecrets(output.stdout + output.stderr, env);
  return { code: child.exitCode, ...output };
}

/**
 * Runs the service in a folder, with no other environment, until it ends by itself: it does with wrong settings. One that does not is
 * stopped.
 */
export function runMain(env: Readonly<Record<string, string>>, cwd: string): Ended {
  return run('main.js', [], { env: { TMPDIR: process.env.TMPDIR, ...env }, cwd, timeout: LONGEST });
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

function run(script: string, args: readonly string[], options: RunOptions): Ended {
  const ended = spawnSync(process.execPath, [join(DIST, script), ...args], options);
  return { code: ended.status, stdout: ended.stdout.toString(), stderr: ended.stderr.toString() };
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The ids of a process's children that run a script, such as `worker.js`. */
export function childrenOf(pid: number, script: string): number[] {
  const children = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', `${pid}`])
    .stdout.toString()
    .split('\n');
  return children.filter((line) => line.includes(script)).map((line) => parseInt(line, 10));
}

/** The command lines of all processes that name a data folder: its services and their children. */
export function processesOn(dataDir: string): string[] {
  return commandLines().filter((line) => line.includes(dataDir));
}

/** The command lines of all processes. */
export function commandLines(): string[] {
  return spawnSync('ps', ['-ewwo', 'args']).stdout.toString().split('\n');
}
