import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { StoreRange } from '../store-range';
import { attributeKey } from './attribute-values';
import { StoreAttributes } from './store-attributes';

/** Stands for the time zone in force, among attributes by which stores are grouped. */
export const TIMEZONE = 'timezone';

/** By what stores are grouped: attributes as they were first written, or `TIMEZONE`. */
export type Grouping = readonly string[];

/** The values of a group, one for each part of its grouping; null: its stores have none. */
export type GroupKey = readonly (string | null)[];

/** Tells to which groups stores belong. */
@Injectable()
export class StoreGroups {
  constructor(private readonly attributes: StoreAttributes) {}

  /**
   * A grouping in the spelling of its attributes.
   * @param names in any case
   * @throws CodedError `unknown_attribute`
   */
  async resolve(names: readonly string[]): Promise<Grouping> {
    const nameOf = await this.attributes.nameOf();
    return names.map((name) => (attributeKey(name) === TIMEZONE ? TIMEZONE : nameOf(name)));
  }

  /**
   * Reads to which group each store belongs, in the caller's transaction.
   * @param range only these stores; left out: all
   * @returns a function of a store's id and its time zone
   */
  async keys(
    client: PoolClient,
    by: Grouping,
    range?: StoreRange,
  ): Promise<(storeId: string, zone: string) => GroupKey> {
    const keys = by.map(attributeKey);
    const attributes = keys.filter((key) => key !== TIMEZONE);
    const values = new Map<string, readonly (string | undefined)[]>();
    await this.attributes.readAll(client, attributes, (storeId, found) => values.set(storeId, found), range);
    return (storeId, zone) => {
      const found = values.get(storeId)?.values();
      return keys.map((key) => (key === TIMEZONE ? zone : (found?.next().value ?? null)));
    };
  }
}

/** The order of groups: bytewise by their values, those without a value last. */
export function inOrder(a: GroupKey, b: GroupKey): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null;
    if (value === other) continue;
    if (value === null) return 1;
    // Not <, which compares UTF-16: characters beyond U+FFFF would come before those from U+E000 on.
    return other === null ? -1 : Buffer.compare(Buffer.from(value), Buffer.from(other));
  }
  return 0;
}
