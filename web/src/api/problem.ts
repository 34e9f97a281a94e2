/** What the service, or the way to it, has against a request. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export const UNREACHABLE = new Problem(
  'unreachable',
  'The service does not answer. See whether it runs, then try again.',
);

/** The problem in the body of an answer. */
export function problemIn(body: unknown, status: number): Problem {
  const { code, detail } = fieldsOf(body);
  if (typeof code === 'string' && typeof detail === 'string') return new Problem(code, detail);
  return new Problem('unknown', `The service answered with ${status} and no reason. Its log may tell more.`);
}

/** The fields of a value that came from outside; none if it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
