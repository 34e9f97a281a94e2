import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { parseSalesPerHour, SALES_PER_HOUR } from '../../calculator/lost-sales';
import { Database } from '../../platform/database/database';
import { bucketsOf } from '../buckets/buckets';
import { StoreAttributes } from './store-attributes';

/** What stores sell in an hour, as from `parseSalesPerHour`, by their ids; stores of which nothing is known are not there. */
export type SalesRatesOf = ReadonlyMap<string, bigint>;

/** Reads what stores sell in an hour, which an attribute says (docs/rules.md, R39). */
@Injectable()
export class SalesRates {
  constructor(
    private readonly database: Database,
    private readonly attributes: StoreAttributes,
  ) {}

  /** Of some stores. */
  async of(storeIds: readonly string[]): Promise<SalesRatesOf> {
    const found = await this.database.pool.query<{ store_id: string; rate: string | null }>(
      'SELECT store_id, attributes ->> $3 AS rate FROM store_attributes WHERE store_id = ANY ($1) AND bucket = ANY ($2)',
      [storeIds, bucketsOf(storeIds), SALES_PER_HOUR],
    );
    return ratesIn(found.rows.map(({ store_id, rate }) => [store_id, rate ?? '']));
  }

  /** Of all stores, in the caller's transaction. */
  async ofAll(client: PoolClient): Promise<SalesRatesOf> {
    const found: (readonly [string, string])[] = [];
    await this.attributes.readAll(client, [SALES_PER_HOUR], (storeId, [rate = '']) => found.push([storeId, rate]));
    return ratesIn(found);
  }
}

function ratesIn(found: readonly (readonly [storeId: string, rate: string])[]): SalesRatesOf {
  const rates = new Map<string, bigint>();
  for (const [storeId, text] of found) {
    const rate = parseSalesPerHour(text);
    if (rate !== undefined) rates.set(storeId, rate);
  }
  return rates;
}
