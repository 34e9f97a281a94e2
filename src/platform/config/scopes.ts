/**
 * What a caller may do. None includes another: `read` what there is, `ingest` data and schedules, trigger and cancel a
 * `report`, and as `admin` make keys, read the audit and see the queues.
 */
export const SCOPES = ['read', 'ingest', 'report', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(text: unknown): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Scopes in the order of `SCOPES`, each once. */
export function inOrder(scopes: Iterable<Scope>): Scope[] {
  const given = new Set(scopes);
  return SCOPES.filter((scope) => given.has(scope));
}
