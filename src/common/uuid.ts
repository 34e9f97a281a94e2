/** A UUID of any version, in its usual form with hyphens. */
export const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** Whether a text is a `UUID`. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
