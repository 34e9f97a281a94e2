import { setImmediate as otherWork } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto, copyOut } from '../../platform/database/database';
import { fromMicros, instantLiteral, toMicros } from '../../platform/database/sql';
import { bucketOfKey } from '../../stores/buckets/buckets';
import type { StatusChange } from '../changes/status-changes';
import { mendRuns } from './mend-runs';
import { RowTurns } from '../../common/collections/row-turns';
import type { WriteOutcome } from './write-outcome';

/** Observations that are not later than the stored ones of their stores, by key and instant, each instant once. */
export interface LateRows {
  length: number;
  readonly storeKey: Int32Array;
  readonly observedAt: Float64Array;
  /** The first and the last status of the instant, 1 = active; they differ if the import corrects itself. */
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}

export function newLateRows(length: number): LateRows {
  return {
    length,
    storeKey: new Int32Array(length),
    observedAt: new Float64Array(length),
    first: new Uint8Array(length),
    last: new Uint8Array(length),
  };
}

/** What writing late rows came to, and how it changed the status of stores, by key. */
export interface LateOutcome extends WriteOutcome {
  readonly statusChanges: ReadonlyMap<number, StatusChange>;
}

/** The stored rows of the range are read into memory unless there are more than `DENSE` times the late rows, plus a few. */
const DENSE = 4;
const A_FEW = 1000;

/**
 * Merges late rows into the stored observations: compares them, writes those that differ, and mends the status runs around
 * them. For the counts, the first status of an instant is compared with the stored one.
 */
export async function mergeLate(client: PoolClient, importKey: number, rows: LateRows): Promise<LateOutcome> {
  const range = rangeOf(rows);
  const stored = await readStored(client, range, rows.length * DENSE + A_FEW);
  const outcome = stored ? await compare(client, rows, stored) : await compareInDatabase(client, rows, range);
  if (outcome.changedFrom === undefined) return { ...outcome, statusChanges: new Map() };
  const parameters = [range.firstKey, range.lastKey, range.earliest, range.latest];
  await client.query('ANALYZE changed');
  await client.query(INSERT_LATE, [importKey]);
  await client.query(CORRECT, [...parameters, importKey]);
  return { ...outcome, statusChanges: await mendRuns(client) };
}

/** The bounds of late rows; with them, PostgreSQL reads only a small part of the table. */
interface Range {
  readonly firstKey: number;
  readonly lastKey: number;
  readonly earliest: Micros;
  readonly latest: Micros;
}

function rangeOf({ length, storeKey, observedAt }: LateRows): Range {
  let earliest = Infinity;
  let latest = -Infinity;
  for (let row = 0; row < length; row++) {
    const instant = checked(observedAt[row]);
    earliest = Math.min(earliest, instant);
    latest = Math.max(latest, instant);
  }
  return { firstKey: checked(storeKey[0]), lastKey: checked(storeKey[length - 1]), earliest, latest };
}

/** Observations by key and instant. */
interface StoredRows {
  readonly storeKey: Int32Array;
  readonly observedAt: Float64Array;
  readonly active: Uint8Array;
}

/** The stored observations in a range; undefined if there are more than `limit`. */
async function readStored(client: PoolClient, range: Range, limit: number): Promise<StoredRows | undefined> {
  const storeKey = new Int32Array(limit);
  const observedAt = new Float64Array(limit);
  const active = new Uint8Array(limit);
  let length = 0;
  const query = `
    SELECT store_key, observed_at, active FROM observation
    WHERE store_key BETWEEN ${range.firstKey} AND ${range.lastKey}
      AND observed_at BETWEEN ${instantLiteral(range.earliest)} AND ${instantLiteral(range.latest)}
    ORDER BY store_key, bucket, observed_at
    LIMIT ${limit + 1}`;
  await copyOut(client, query, (row) => {
    storeKey[length] = row.int4(0);
    observedAt[length] = row.timestamp(1);
    active[length] = row.bool(2) ? 1 : 0;
    length++;
  });
  return length > limit ? undefined : { storeKey: storeKey.subarray(0, length), observedAt, active };
}

/** Walks through both in order; rows that differ go to the table `changed`. */
async function compare(client: PoolClient, rows: LateRows, stored: StoredRows): Promise<WriteOutcome> {
  let accepted = 0;
  let changedFrom = Infinity;
  let next = 0;
  const turns = new RowTurns();
  const changed = new CopyWriter();
  const chunks: Buffer[] = [];
  for (let row = 0; row < rows.length; row++) {
    if (turns.isOver()) await otherWork();
    const key = checked(rows.storeKey[row]);
    const instant = checked(rows.observedAt[row]);
    while (next < stored.storeKey.length && isBefore(stored, next, key, instant)) next++;
    const isNew = stored.storeKey[next] !== key || stored.observedAt[next] !== instant;
    const before = isNew ? undefined : stored.active[next];
    if (rows.first[row] !== before) accepted++;
    if (rows.last[row] === before) continue;
    changedFrom = Math.min(changedFrom, instant);
    changed
      .row(5)
      .int2(bucketOfKey(key))
      .int4(key)
      .timestamp(instant)
      .bool(rows.last[row] === 1)
      .bool(isNew);
    if (changed.full) chunks.push(changed.take());
  }
  const hasChanged = changedFrom !== Infinity;
  if (hasChanged) {
    for (const statement of PREPARE) await client.query(statement);
    await copyInto(client, 'changed (bucket, store_key, observed_at, active, is_new)', [...chunks, changed.take()]);
  }
  return { accepted, unchanged: rows.length - accepted, changedFrom: hasChanged ? changedFrom : undefined };
}

function isBefore({ storeKey, observedAt }: StoredRows, row: number, key: number, instant: Micros): boolean {
  const storedKey = checked(storeKey[row]);
  return storedKey < key || (storedKey === key && checked(observedAt[row]) < instant);
}

/** The same for a few scattered rows, which PostgreSQL looks up one by one. */
async function compareInDatabase(client: PoolClient, rows: LateRows, range: Range): Promise<WriteOutcome> {
  for (const statement of PREPARE) await client.query(statement);
  await copyInto(client, 'late (bucket, store_key, observed_at, first_active, active)', toCopy(rows));
  await client.query('ANALYZE late');
  const parameters = [range.firstKey, range.lastKey, range.earliest, range.latest];
  const compared = await client.query<{ accepted: string; changed_from: string | null }>(COMPARE, parameters);
  const { accepted, changed_from } = compared.rows[0] ?? { accepted: 0, changed_from: null };
  return {
    accepted: Number(accepted),
    unchanged: rows.length - Number(accepted),
    changedFrom: changed_from === null ? undefined : Number(changed_from),
  };
}

function* toCopy({ length, storeKey, observedAt, first, last }: LateRows): Generator<Buffer> {
  const copy = new CopyWriter();
  for (let row = 0; row < length; row++) {
    const key = checked(storeKey[row]);
    copy
      .row(5)
      .int2(bucketOfKey(key))
      .int4(key)
      .timestamp(checked(observedAt[row]))
      .bool(first[row] === 1)
      .bool(last[row] === 1);
    if (copy.full) yield copy.take();
  }
  yield copy.take();
}

const PREPARE = [
  `CREATE TEMPORARY TABLE IF NOT EXISTS late (
     bucket smallint, store_key integer, observed_at timestamptz, first_active boolean, active boolean
   ) ON COMMIT DROP`,
  `CREATE TEMPORARY TABLE IF NOT EXISTS changed (
     bucket smallint, store_key integer, observed_at timestamptz, active boolean, is_new boolean
   ) ON COMMIT DROP`,
  `CREATE TEMPORARY TABLE IF NOT EXISTS boundary (
     bucket smallint, store_key integer, observed_at timestamptz, active boolean, starts_run boolean
   ) ON COMMIT DROP`,
  'TRUNCATE late, changed',
];

/** SQL: whether `stored` lies in a `Range`. */
const IN_RANGE = `
  stored.store_key BETWEEN $1::integer AND $2::integer
  AND stored.observed_at BETWEEN ${fromMicros('$3::bigint')} AND ${fromMicros('$4::bigint')}`;

const COMPARE = `
  WITH compared AS MATERIALIZED (
    SELECT late.*, stored.active AS stored_active
    FROM late LEFT JOIN observation stored
      ON stored.bucket = late.bucket AND stored.store_key = late.store_key
      AND stored.observed_at = late.observed_at AND ${IN_RANGE}
  ), differing AS (
    INSERT INTO changed
    SELECT bucket, store_key, observed_at, active, stored_active IS NULL
    FROM compared
    WHERE active IS DISTINCT FROM stored_active
    RETURNING observed_at
  )
  SELECT count(*) FILTER (WHERE first_active IS DISTINCT FROM stored_active) AS accepted,
         (SELECT ${toMicros('min(observed_at)')} FROM differing) AS changed_from
  FROM compared`;

const INSERT_LATE = `
  INSERT INTO observation (observed_at, store_key, import_key, bucket, active)
  SELECT observed_at, store_key, $1, bucket, active FROM changed WHERE is_new ORDER BY store_key, observed_at`;

const CORRECT = `
  UPDATE observation stored SET active = changed.active, import_key = $5
  FROM changed
  WHERE NOT is_new AND stored.bucket = changed.bucket AND stored.store_key = changed.store_key
    AND stored.observed_at = changed.observed_at AND ${IN_RANGE}`;
