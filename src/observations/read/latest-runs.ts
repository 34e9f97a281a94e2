/**
 * SQL: the latest run of one store, `(active, started_at)`, for a lateral join. Statements join it rather than ask for it
 * separately, so that it agrees with the store's row whatever is imported meanwhile.
 * @param store a relation with the columns `bucket` and `store_key`
 */
export function latestRunOf(store: string): string {
  return `(
    SELECT active, started_at FROM status_run
    WHERE status_run.bucket = ${store}.bucket AND status_run.store_key = ${store}.store_key
    ORDER BY started_at DESC LIMIT 1)`;
}
