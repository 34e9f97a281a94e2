import { dirname } from 'node:path';
import { filesIn } from './sources';

const MOST_FILES = 15;

/** Numbered in the order in which they came: nobody looks for one by reading all names. */
const SERIES = ['docs/adr', 'migrations'];

describe('the folders', () => {
  it(`hold at most ${MOST_FILES} files side by side`, () => {
    const files = new Map<string, number>();
    for (const file of filesIn('src', 'web/src', 'test', 'docs', 'migrations')) {
      files.set(dirname(file), (files.get(dirname(file)) ?? 0) + 1);
    }
    expect([...files].filter(([folder, count]) => count > MOST_FILES && !SERIES.includes(folder))).toEqual([]);
    expect(files.size).toBeGreaterThan(20);
  });

  it('leave only the processes and their modules directly in src', () => {
    const direct = filesIn('src').filter((file) => dirname(file) === 'src');
    expect(direct.sort()).toEqual(['src/app.module.ts', 'src/consumer.ts', 'src/main.ts', 'src/worker.ts']);
  });
});
