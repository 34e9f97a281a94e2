/**
 * SQL: the latest run of one store, `(active, started_at)`, for a lateral join. Statements join it rather than ask for it
 * separately, so that it agrees with the store's row whatever is imported meanwhile.
 * @param storeKey SQL of the store's key
 */
export function latestRunOf(storeKey: string): string {
  return `(
    SELECT active, started_at FROM status_run
    WHERE status_run.store_key = ${storeKey} ORDER BY started_at DESC LIMIT 1)`;
}
