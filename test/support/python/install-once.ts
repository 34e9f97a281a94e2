import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a folder, whole or not at all, unless it is there. If two processes do so at once, one of them wins.
 * @param install fills a folder that becomes this one; returns why it cannot
 * @returns why it is not there
 */
export function installOnce(folder: string, install: (draft: string) => string | undefined): string | undefined {
  if (existsSync(folder)) return undefined;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), 'draft-'));
  try {
    const problem = install(draft);
    if (problem === undefined) renameSync(draft, folder);
    return problem;
  } catch (error) {
    if (existsSync(folder)) return undefined;
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
