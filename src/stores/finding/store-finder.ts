import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { StoreAttributes } from '../attributes/store-attributes';
import { bucketsOf } from '../buckets/buckets';
import { folded } from './searched-text';
import { type AttributeLimit, fromStores, parametersIn, type StoreFilter } from './store-filter';

/** A filter as it was asked for. */
export interface GivenFilter {
  readonly q?: string | undefined;
  readonly attributes?: readonly AttributeLimit[] | undefined;
  /** As they are spelled in the time zone database. */
  readonly timezone?: readonly string[] | undefined;
}

/**
 * PostgreSQL takes a ten-thousandth of all rows, a hundred of a million, for the least that a pattern can match. With a limit below that, it would read
 * stores by id until the page is full, which for a term that few have is all of them, at random.
 */
const MORE_THAN_SUPPOSED = 200;

/** Finds stores by their ids, names, attributes and zones. */
@Injectable()
export class StoreFinder {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'DEFAULT_TIMEZONE'>,
    private readonly database: Database,
    private readonly attributes: StoreAttributes,
  ) {}

  /**
   * What a filter means.
   * @throws CodedError `unknown_attribute`
   */
  async filter({ q = '', attributes = [], timezone }: GivenFilter): Promise<StoreFilter> {
    return {
      part: folded(q),
      attributes: await this.limits(attributes),
      zones: timezone && { names: timezone, hasDefault: timezone.includes(this.settings.DEFAULT_TIMEZONE) },
    };
  }

  /**
   * Limits in the spelling of their attributes, in one order whatever that of the request.
   * @throws CodedError `unknown_attribute`
   */
  async limits(given: readonly AttributeLimit[]): Promise<AttributeLimit[]> {
    if (given.length === 0) return [];
    const nameOf = await this.attributes.nameOf();
    return given
      .map(({ name, values }) => ({ name: nameOf(name), values: [...new Set(values)].sort() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The first ids after another one of stores that match, at most `limit`; '' begins with the first. */
  async idsAfter(after: string, filter: StoreFilter, limit: number): Promise<string[]> {
    const parameters: unknown[] = [after, filter.part === '' ? limit : Math.max(limit, MORE_THAN_SUPPOSED)];
    const stores = fromStores(filter, parametersIn(parameters));
    const found = await this.ids(`${stores} AND store_id > $1 ORDER BY store_id LIMIT $2`, parameters);
    return found.slice(0, limit);
  }

  /** Those of some ids that are of stores that match. */
  async among(
    storeIds: readonly string[],
    filter: StoreFilter,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<ReadonlySet<string>> {
    const parameters: unknown[] = [storeIds, bucketsOf(storeIds)];
    const stores = fromStores(filter, parametersIn(parameters));
    return new Set(await this.ids(`${stores} AND store_id = ANY ($1) AND bucket = ANY ($2)`, parameters, client));
  }

  /** The ids of all stores that match; undefined if there are more than `most`. */
  async allIds(filter: StoreFilter, most: number): Promise<string[] | undefined> {
    const parameters: unknown[] = [most + 1];
    const found = await this.ids(`${fromStores(filter, parametersIn(parameters))} LIMIT $1`, parameters);
    return found.length > most ? undefined : found;
  }

  /** How many stores match, whatever their zones. */
  async count(filter: StoreFilter): Promise<number> {
    const parameters: unknown[] = [];
    const found = await this.database.pool.query<{ stores: number }>(
      `SELECT count(*)::integer AS stores ${fromStores(filter, parametersIn(parameters))}`,
      parameters,
    );
    return found.rows[0]?.stores ?? 0;
  }

  private async ids(
    stores: string,
    parameters: unknown[],
    client: Pool | PoolClient = this.database.pool,
  ): Promise<string[]> {
    const found = await client.query<{ store_id: string }>(`SELECT store_id ${stores}`, parameters);
    return found.rows.map((row) => row.store_id);
  }
}
