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

/** The error of what is refused because too much of its like is at work, and is worth trying again after some seconds. */
export function tooBusy(retryAfter: number, cause?: unknown): CodedError {
  return new CodedError('too_busy', { members: { retry_after: retryAfter }, cause });
}
