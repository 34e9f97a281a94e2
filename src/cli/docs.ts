import { readFile, writeFile } from 'node:fs/promises';
import { runCommand } from './command';
import { SECTIONS, withSection } from './docs/sections';

/** Rewrites the generated sections of the documentation in the working folder. */
async function main(): Promise<number> {
  for (const section of SECTIONS) {
    const content = await readFile(section.file, 'utf8');
    await writeFile(section.file, withSection(content, section));
  }
  return 0;
}

void runCommand('docs', main);
