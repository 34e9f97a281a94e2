/** A group of tests that is skipped, with the reason printed, if something that it needs is missing. */
export function describeUnless(missing: string | undefined, name: string, tests: () => void): void {
  if (missing !== undefined) process.stderr.write(`${name}: skipped: ${missing}.\n`);
  (missing === undefined ? describe : describe.skip)(name, tests);
}
