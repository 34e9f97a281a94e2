/** A change of one line that breaks a rule, and the tests that must fail because of it. */
export interface Mutant {
  /** What goes wrong, as a sentence: "a second of 60 is accepted". */
  readonly breaks: string;
  /** The file to change, from the top of the project. */
  readonly file: string;
  /** The text to replace, which occurs once in the file. */
  readonly replace: string;
  readonly by: string;
  /** The test files of which one test at least must fail. */
  readonly specs: readonly string[];
}
