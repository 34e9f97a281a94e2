/** What the service, or the way to it, has against a request; the message is for people. */
export class Problem extends Error {}

export const UNREACHABLE = new Problem('The service does not answer. See whether it runs, then try again.');

/** The problem in the body of an answer. */
export function problemIn(body: unknown, status: number): Problem {
  const { detail } = fieldsOf(body);
  if (typeof detail === 'string') return new Problem(detail);
  return new Problem(`The service answered with ${status} and no reason. Its log may tell more.`);
}

/** The fields of a value that came from outside; none if it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
