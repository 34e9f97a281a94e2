import { fileNameOf, MAX_FILE_NAME } from './file-name';

describe('the name of a file', () => {
  it.each([
    ['store_status.csv', 'store_status.csv'],
    ['/home/ana/October 2024.csv', 'October 2024.csv'],
    ['C:\\Users\\ana\\übersicht.csv', 'übersicht.csv'],
    [' a\0b\n\u202Egnp.csv ', 'abgnp.csv'],
    ['\ud800half.csv', 'half.csv'],
    ['🍕'.repeat(MAX_FILE_NAME + 1), '🍕'.repeat(MAX_FILE_NAME)],
  ])('%j is kept as %j', (given, kept) => {
    expect(fileNameOf(given)).toBe(kept);
  });

  it.each(['', ' ', '/', 'folder/', '\0'])('%j is none', (given) => {
    expect(fileNameOf(given)).toBeUndefined();
  });
});
