import type { ClientBase, Pool, PoolClient } from 'pg';
import type { Micros } from '../../../calculator/instants';
import type { Database } from '../database';
import { toMicros } from '../sql';

/** Milliseconds by which the clock of a process may differ from PostgreSQL's. */
const MAX_ERROR = 60_000;

/**
 * PostgreSQL's clock, which all processes share: whatever is deleted or given up because of its age is judged by it. Within a
 * transaction, the time at which that began, as for all its statements.
 */
export async function databaseNow(database: ClientBase | Pool): Promise<Micros> {
  const { rows } = await database.query<{ now: string }>(`SELECT ${toMicros('now()')} AS now`);
  return Number(rows[0]?.now);
}

/**
 * Says what is wrong with the clock of this process; undefined if it is within a minute of PostgreSQL's. Either of them may
 * be the wrong one.
 */
export async function clockFault(database: ClientBase | Pool): Promise<string | undefined> {
  const before = Date.now();
  const now = (await databaseNow(database)) / 1000;
  const after = Date.now();
  if (before - now > MAX_ERROR) return `is ${inSeconds(before - now)} ahead of PostgreSQL's`;
  if (now - after > MAX_ERROR) return `is ${inSeconds(now - after)} behind PostgreSQL's`;
  return undefined;
}

/**
 * Runs a transaction that deletes something because of its age at `now()`, the very time that is compared here with the clock of
 * this process: it changes nothing if one of them is set meanwhile.
 * @throws Error if the clock of this process differs from PostgreSQL's by more than a minute, as one of them is wrong; or if
 *   PostgreSQL's has jumped within the last day, as both may be wrong together
 */
export async function deleteByAge<T>(database: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const { rows } = await database.pool.query<{ is_steady: boolean }>(LOOK);
  if (rows[0]?.is_steady !== true) {
    throw new Error(
      "PostgreSQL's clock was changed, or nobody looked at it for a day, so nothing is deleted for a day",
    );
  }
  return database.transaction(async (client) => {
    const fault = await clockFault(client);
    if (fault !== undefined) throw new Error(`the clock of this process ${fault}, so nothing is deleted`);
    return work(client);
  });
}

const LIMIT = `now() - $1 * interval '1 millisecond'`;

/**
 * SQL: whether a row of a table finished more than $1 milliseconds ago. A row that came after a younger one is not old, whatever its
 * time says: PostgreSQL's clock was years behind when that was recorded.
 * @param table has a column `finished_at`
 * @param number its column that numbers the rows as they come
 */
export function isOld(table: string, number: string): string {
  return `(${table}.finished_at < ${LIMIT}
    AND ${table}.${number} <= coalesce(${firstYoung(table, number)}, ${table}.${number}))`;
}

/** SQL: the number after which no row is old, which is that of the first one to finish less than $1 milliseconds ago; null if none did. */
export function firstYoung(table: string, number: string): string {
  return `(
    SELECT young.${number} FROM ${table} young WHERE young.finished_at BETWEEN ${LIMIT} AND now()
    ORDER BY young.finished_at LIMIT 1)`;
}

/** Somebody looks at least every ten minutes, so more than a day between two looks is a jump of the clock, or a day without the service. */
const LOOK = `
  UPDATE steady_clock
  SET seen_at = now(),
      steady_since = CASE
        WHEN seen_at IS NULL OR now() BETWEEN seen_at - interval '1 minute' AND seen_at + interval '1 day' THEN steady_since
        ELSE now()
      END
  RETURNING steady_since <= now() - interval '1 day' AS is_steady`;

function inSeconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} seconds`;
}
