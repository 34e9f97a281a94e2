import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { copyOut, Database } from '../../platform/database/database';
import { CodedError } from '../../common/coded-error';
import { literal } from '../../platform/database/sql';
import { bucketsOf } from '../buckets/buckets';
import { matches, parametersIn, type StoreFilter } from '../finding/store-filter';
import { isNamedIn, type StoreRange } from '../store-range';
import { attributeKey, NAME } from './attribute-values';

/** The name of a store and its attributes, each as its attribute is shown. */
export interface ShownAttributes {
  readonly name: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The name of a store by its id; null without one. */
export type NameOf = (storeId: string) => string | null;

/** Values by key. */
export type AttributeValues = Readonly<Record<string, string>>;

/** An attribute, and how many stores have it and each of its values. */
export interface AttributeCounts {
  /** As it was first written. */
  readonly name: string;
  readonly stores: number;
  readonly distinctValues: number;
  readonly values: readonly { readonly value: string; readonly stores: number }[];
}

/** How many values of an attribute are listed. */
const MAX_VALUES = 100;

/** SQL: counts by attribute of the rows `described` for which a condition holds. */
function countsWhere(condition: string): string {
  return `
    SELECT key, sum(stores)::integer AS stores, count(*)::integer AS "distinctValues",
           jsonb_agg(jsonb_build_object('value', value, 'stores', stores) ORDER BY number) FILTER (WHERE number <= $1) AS values
    FROM (
      SELECT key, value, stores, row_number() OVER (PARTITION BY key ORDER BY stores DESC, value COLLATE "C") AS number
      FROM (
        SELECT key, value, count(*) AS stores
        FROM store_attributes described CROSS JOIN LATERAL jsonb_each_text(attributes - '${NAME}')
        WHERE ${condition} GROUP BY key, value
      ) counted
    ) numbered
    GROUP BY key ORDER BY key COLLATE "C"`;
}

/** Of a store without any. */
export const NO_ATTRIBUTES: ShownAttributes = { name: undefined, attributes: {} };

/** The one reader of attributes. */
@Injectable()
export class StoreAttributes {
  constructor(private readonly database: Database) {}

  /** The names and attributes of some stores by their ids. */
  async of(
    storeIds: readonly string[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlyMap<string, ShownAttributes>> {
    const found = await client.query<{ store_id: string; attributes: AttributeValues }>(
      'SELECT store_id, attributes FROM store_attributes WHERE store_id = ANY ($1) AND bucket = ANY ($2)',
      [storeIds, bucketsOf(storeIds)],
    );
    const names = found.rows.length > 0 ? await this.names(client) : new Map<string, string>();
    const shown = new Map(storeIds.map((id) => [id, NO_ATTRIBUTES]));
    for (const { store_id, attributes } of found.rows) shown.set(store_id, toShown(attributes, names));
    return shown;
  }

  /** A function for the names of some stores by their ids; null without one. */
  async namesOf(storeIds: readonly string[]): Promise<NameOf> {
    const found = await this.database.pool.query<{ store_id: string; name: string | null }>(
      `SELECT store_id, attributes ->> '${NAME}' AS name FROM store_attributes WHERE store_id = ANY ($1) AND bucket = ANY ($2)`,
      [storeIds, bucketsOf(storeIds)],
    );
    const names = new Map(found.rows.map(({ store_id, name }) => [store_id, name]));
    return (storeId) => names.get(storeId) ?? null;
  }

  /** The attributes that stores have or had: as they were first written, by their keys. */
  async names(client: Pool | PoolClient = this.database.pool): Promise<ReadonlyMap<string, string>> {
    const found = await client.query<{ attribute_key: string; name: string }>(
      'SELECT attribute_key, name FROM attribute ORDER BY attribute_key',
    );
    return new Map(found.rows.map(({ attribute_key, name }) => [attribute_key, name]));
  }

  /**
   * Tells how attributes that are named in any case were first written.
   * @returns a function that throws CodedError `unknown_attribute` for one that no store ever had
   */
  async nameOf(): Promise<(name: string) => string> {
    const names = await this.names();
    return (name) => {
      const found = names.get(attributeKey(name));
      if (found === undefined) throw new CodedError('unknown_attribute', { values: { name: JSON.stringify(name) } });
      return found;
    };
  }

  /** The attributes that the stores which match a filter have, by name, each with its most frequent values. */
  async counts(filter: StoreFilter): Promise<AttributeCounts[]> {
    const parameters: unknown[] = [MAX_VALUES];
    const { rows } = await this.database.pool.query<AttributeCounts & { readonly key: string }>(
      countsWhere(matches(filter, 'described', parametersIn(parameters))),
      parameters,
    );
    const names = await this.names();
    return rows.map(({ key, ...counts }) => ({ ...counts, name: names.get(key) ?? key }));
  }

  /**
   * Calls back for each store that has at least one of the attributes, in the caller's transaction.
   * @param range only these stores; left out: all
   */
  async readAll(
    client: PoolClient,
    keys: readonly string[],
    onStore: (storeId: string, values: readonly (string | undefined)[]) => void,
    range?: StoreRange,
  ): Promise<void> {
    if (keys.length === 0) return;
    const columns = keys.map((key) => `attributes ->> ${literal(key)}`);
    const has = `attributes ?| ARRAY[${keys.map(literal).join(', ')}]`;
    await copyOut(
      client,
      `SELECT store_id, ${columns.join(', ')} FROM store_attributes WHERE ${has} AND ${range ? isNamedIn(range) : 'true'}`,
      (row) => {
        onStore(
          row.text(0),
          keys.map((_, index) => (row.isNull(index + 1) ? undefined : row.text(index + 1))),
        );
      },
    );
  }
}

function toShown({ [NAME]: name, ...values }: AttributeValues, names: ReadonlyMap<string, string>): ShownAttributes {
  const shown = Object.entries(values).map(([key, value]) => [names.get(key) ?? key, value] as const);
  return { name, attributes: Object.fromEntries(shown.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
