/** Characters of a file's name that are kept. */
export const MAX_FILE_NAME = 200;

/**
 * What a file is called where it came from, without the folders that it lies in there, and without characters that show as
 * nothing or turn the text around them. Undefined if nothing is left.
 */
export function fileNameOf(given: string): string | undefined {
  const name = given
    .replace(/^.*[/\\]/s, '')
    .replaceAll(/\p{C}/gu, '')
    .trim();
  const kept = Array.from(name).slice(0, MAX_FILE_NAME).join('').trim();
  return kept === '' ? undefined : kept;
}
