import { literal } from '../platform/database/sql';
import { matches, type StoreFilter } from './finding/store-filter';

/** The stores from one id to another in bytewise order, both ends included. */
export interface StoreRange {
  readonly first: string;
  readonly last: string;
  /** Only these ids of the range; undefined means all. */
  readonly only?: readonly string[] | undefined;
  /** Only stores that match, as far as SQL can tell; undefined means all. */
  readonly filter?: StoreFilter | undefined;
  /** Only stores of these buckets; undefined means all. */
  readonly buckets?: readonly number[] | undefined;
}

/** SQL: whether a row of `store` lies in a range. */
export function inRange({ first, last, only, filter, buckets }: StoreRange): string {
  const conditions = [`store_id BETWEEN ${literal(first)} AND ${literal(last)}`];
  if (only) conditions.push(`store_id = ANY (ARRAY[${only.map(literal).join(', ')}])`);
  if (filter) conditions.push(matches(filter, 'store', literal));
  if (buckets) conditions.push(inBuckets(buckets));
  return conditions.join(' AND ');
}

/**
 * SQL: whether a row belongs to a store of a range. The keys are an array, so PostgreSQL looks each of them up in an index.
 */
export function belongsTo(range: StoreRange): string {
  const hasKey = `store_key = ANY (ARRAY(SELECT store_key FROM store WHERE ${inRange(range)}))`;
  return range.buckets ? `${hasKey} AND ${inBuckets(range.buckets)}` : hasKey;
}

function inBuckets(buckets: readonly number[]): string {
  return `bucket = ANY (ARRAY[${buckets.map(Number).join(', ')}]::smallint[])`;
}
