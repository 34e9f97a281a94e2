import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The files in some folders that Git tracks or does not ignore, as paths from the root of the project. */
export function filesIn(...folders: string[]): string[] {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders], {
    cwd: ROOT,
  });
  if (listed.status !== 0) throw new Error(listed.stderr.toString());
  const deleted = new Set(
    spawnSync('git', ['ls-files', '--deleted', '--', ...folders], { cwd: ROOT })
      .stdout.toString()
      .split('\n'),
  );
  return listed.stdout
    .toString()
    .split('\n')
    .filter((file) => file !== '' && !deleted.has(file));
}

/** The TypeScript files of a folder that are not tests. */
export function sourcesIn(folder: string): string[] {
  return filesIn(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export function absolute(file: string): string {
  return join(ROOT, file);
}
