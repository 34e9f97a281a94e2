/** Why a request failed; the message is for people. */
export class Problem extends Error {
  constructor(
    message: string,
    /** The error code of the API, such as `invalid_as_of`. */
    readonly code?: string,
    /** The row of the body that the problem is about, from 0. */
    readonly index?: number,
  ) {
    super(message);
  }
}

export const UNREACHABLE = new Problem('The service does not answer. Check that it is running, then try again.');

/** The problem in the body of an answer. */
export function problemIn(body: unknown, status: number): Problem {
  const { detail, code, index } = fieldsOf(body);
  if (typeof detail !== 'string') return new Problem(`The service answered ${status} without a reason. See its log.`);
  return new Problem(
    detail,
    typeof code === 'string' ? code : undefined,
    typeof index === 'number' ? index : undefined,
  );
}

/** The fields of an untrusted value; none if it is not an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
