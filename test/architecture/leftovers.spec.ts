import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcesses } from '../support/leftovers';

/** Starts a process that does nothing until it is ended. */
function idle({ argument = '', env = {}, cwd = '/' }: { argument?: string; env?: NodeJS.ProcessEnv; cwd?: string }) {
  return spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)', argument], { env, cwd });
}

it('what a test file leaves running is ended, however it is known, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leftovers-'));
  let told = '';
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text.toString();
    return true;
  });
  const left = [
    idle({ argument: join(folder, 'configuration') }),
    idle({ env: { TMPDIR: folder } }),
    // As Redis does.
    ...(process.platform === 'linux' ? [idle({ cwd: folder })] : []),
  ];
  const other = idle({});
  try {
    await Promise.all([...left, other].map((child) => once(child, 'spawn')));
    const ended = Promise.all(left.map((child) => once(child, 'exit')));
    await endProcesses('some.spec.ts', folder);
    await ended;
    expect(isOver(other)).toBe(false);
    for (const { pid } of left) expect(told).toContain(`${pid ?? ''} `);
    expect(told).toContain('some.spec.ts left running:');
  } finally {
    write.mockRestore();
    for (const child of [...left, other]) child.kill('SIGKILL');
  }
});

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
