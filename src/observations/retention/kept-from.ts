import type { ClientBase, Pool } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { toMicros } from '../../platform/database/sql';

/** SQL: the instant before which observations were dropped, `-infinity` if none were; for use within a statement. */
export const KEPT_FROM = '(SELECT kept_from FROM observation_retention)';

/** The instant before which observations were dropped and are no longer accepted; `-Infinity` if none were dropped. */
export async function keptFrom(database: ClientBase | Pool): Promise<Micros> {
  const kept = await database.query<{ micros: string | null }>(
    `SELECT ${toMicros(`nullif(${KEPT_FROM}, '-infinity')`)} AS micros`,
  );
  const micros = kept.rows[0]?.micros ?? null;
  return micros === null ? -Infinity : Number(micros);
}

/**
 * Makes sure that no observation from an instant on was dropped.
 * @throws CodedError `observations_dropped`
 */
export async function requireObservations(database: ClientBase | Pool, from: Micros): Promise<void> {
  if (from >= (await keptFrom(database))) return;
  const reason = 'With unknown_after, the figures need observations that retention has dropped.';
  throw new CodedError('observations_dropped', { values: { reason } });
}
