import { literal } from '../platform/database/sql';

/** The stores from one id to another in bytewise order, both ends included. */
export interface StoreRange {
  readonly first: string;
  readonly last: string;
  /** Only these ids of the range; undefined means all. */
  readonly only?: readonly string[] | undefined;
}

/** SQL: whether `store_id` lies in a range. */
export function inRange({ first, last, only }: StoreRange): string {
  const between = `store_id BETWEEN ${literal(first)} AND ${literal(last)}`;
  return only ? `${between} AND store_id = ANY (ARRAY[${only.map(literal).join(', ')}])` : between;
}

/** SQL: the keys of a range's stores. As an array, it makes PostgreSQL look each of them up in an index. */
export function keysIn(range: StoreRange): string {
  return `ARRAY(SELECT store_key FROM store WHERE ${inRange(range)})`;
}
