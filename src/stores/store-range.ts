import { literal } from '../platform/database/sql';
import { matches, type StoreFilter } from './finding/store-filter';

/** Some stores: those from one id to another, or from one key to another. */
export type StoreRange = IdRange | KeyRange;

/** The stores from one id to another in bytewise order, both ends included. */
export interface IdRange {
  readonly first: string;
  readonly last: string;
  /** Only these ids of the range; undefined means all. */
  readonly only?: readonly string[] | undefined;
  /** Only stores that match, as far as SQL can tell; undefined means all. */
  readonly filter?: StoreFilter | undefined;
  /** Only stores of these buckets; undefined means all. */
  readonly buckets?: readonly number[] | undefined;
}

/** The stores from one key to another, both ends included. Rows by key lie close together, so they are read faster than by id. */
export interface KeyRange {
  readonly firstKey: number;
  readonly lastKey: number;
  /** As in `IdRange`. */
  readonly filter?: StoreFilter | undefined;
}

/** SQL: whether a row of `store` lies in a range. */
export function inRange(range: StoreRange): string {
  const conditions = 'firstKey' in range ? [hasKeyIn(range)] : hasIdIn(range);
  if (range.filter) conditions.push(matches(range.filter, 'store', literal));
  return conditions.join(' AND ');
}

function hasIdIn({ first, last, only, buckets }: IdRange): string[] {
  const conditions = [`store_id BETWEEN ${literal(first)} AND ${literal(last)}`];
  if (only) conditions.push(`store_id = ANY (ARRAY[${only.map(literal).join(', ')}])`);
  if (buckets) conditions.push(inBuckets(buckets));
  return conditions;
}

/** SQL: the column by which an index has the stores of a range in order. */
export function orderOf(range: StoreRange): 'store_id' | 'store_key' {
  return 'firstKey' in range ? 'store_key' : 'store_id';
}

/**
 * SQL: whether a row with the key of its store belongs to one of a range. The keys are an array, so PostgreSQL looks each of them up in
 * an index.
 */
export function belongsTo(range: StoreRange): string {
  if ('firstKey' in range && !range.filter) return hasKeyIn(range);
  const hasKey = `store_key = ANY (ARRAY(SELECT store_key FROM store WHERE ${inRange(range)}))`;
  return 'buckets' in range && range.buckets ? `${hasKey} AND ${inBuckets(range.buckets)}` : hasKey;
}

/** SQL: whether a row with the id of its store, but no key, belongs to one of a range. */
export function isNamedIn(range: StoreRange): string {
  return 'firstKey' in range || range.filter
    ? `store_id = ANY (ARRAY(SELECT store_id FROM store WHERE ${inRange(range)}))`
    : inRange(range);
}

function hasKeyIn({ firstKey, lastKey }: KeyRange): string {
  return `store_key BETWEEN ${firstKey} AND ${lastKey}`;
}

function inBuckets(buckets: readonly number[]): string {
  return `bucket = ANY (ARRAY[${buckets.map(Number).join(', ')}]::smallint[])`;
}
