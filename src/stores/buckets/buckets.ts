import { hash } from 'node:crypto';

/**
 * Stores are divided into this many buckets by a hash of their id. Writers lock buckets, and a database that is spread over
 * several servers keeps all rows of a bucket together. The first migration with buckets fixed the number for good.
 */
export const BUCKETS = 64;

/** All buckets, in ascending order. */
export const ALL_BUCKETS: readonly number[] = [...Array(BUCKETS).keys()];

/** The bucket of a store: the lowest six bits of the first byte of its id's SHA-256. */
export function bucketOf(storeId: string): number {
  return hash('sha256', storeId, 'buffer').readUInt8(0) % BUCKETS;
}

/** The bucket of the store with a key: keys are numbers times `BUCKETS`, plus the bucket. */
export function bucketOfKey(storeKey: number): number {
  return storeKey % BUCKETS;
}

/** The buckets of some stores, each once. */
export function bucketsOf(storeIds: Iterable<string>): number[] {
  const buckets = new Set<number>();
  for (const id of storeIds) {
    buckets.add(bucketOf(id));
    if (buckets.size === BUCKETS) break;
  }
  return [...buckets];
}

/** The buckets of the stores with some keys, each once. */
export function bucketsOfKeys(storeKeys: Iterable<number>): number[] {
  const buckets = new Set<number>();
  for (const key of storeKeys) buckets.add(bucketOfKey(key));
  return [...buckets];
}

/** SQL: the bucket of the store with an id, as `bucketOf`. */
export function bucketOfId(storeId: string): string {
  return `(get_byte(sha256(convert_to(${storeId}, 'UTF8')), 0) % ${BUCKETS})::smallint`;
}

/** SQL: the bucket of the store with a key, as `bucketOfKey`. */
export function bucketIn(storeKey: string): string {
  return `(${storeKey} % ${BUCKETS})::smallint`;
}
