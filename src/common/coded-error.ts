/** What an error's text is filled in with, by name. */
export type Values = Readonly<Record<string, string | number>>;

interface Context {
  readonly values?: Values;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * An error that whoever made the request can understand and act on. It says what is wrong by a stable code alone: the
 * status and the text that go with the code are in the API's catalogue (`api/http/problems/problems.ts`).
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly values: Values;
  /** Further members of the answer for programs, such as the columns that are missing. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: string,
    { values = {}, members = {}, cause }: Context = {},
  ) {
    super(`${code} ${JSON.stringify(values)}`, { cause });
    this.values = values;
    this.members = members;
  }

  /** The same error with more members. */
  with(members: CodedError['members']): CodedError {
    return new CodedError(this.code, { values: this.values, members: { ...this.members, ...members }, cause: this });
  }
}
