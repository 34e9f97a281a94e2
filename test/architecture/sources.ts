import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The files below some folders, as paths from the root of the project. */
export function filesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name))),
  );
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
