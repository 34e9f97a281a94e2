import { Injectable } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { fromMicros, toMicros } from '../../platform/database/sql';
import { StoreStates } from './store-states';

/** An observation, and how it came. */
export interface KnownObservation {
  readonly observedAt: Micros;
  readonly active: boolean;
  readonly importId: string;
  readonly receivedAt: Date;
}

/** Which of a store's observations are asked for. */
export interface ObservationQuery {
  readonly storeId: string;
  /** Included; undefined: from the first on. */
  readonly from: Micros | undefined;
  /** Not included; undefined: up to the last. */
  readonly to: Micros | undefined;
}

/** Reads observations as they are kept. */
@Injectable()
export class StoreObservations {
  constructor(
    private readonly database: Database,
    private readonly states: StoreStates,
  ) {}

  /**
   * The first observations of a range by instant, at most `limit`.
   * @param after only those later than this instant; undefined: all
   * @throws CodedError `store_not_found`
   */
  async read({ storeId, from, to }: ObservationQuery, after: Micros | undefined, limit: number) {
    const { storeKey } = await this.states.find(storeId);
    const first = Math.max(from ?? Number.MIN_SAFE_INTEGER, after === undefined ? -Infinity : after + 1);
    const found = await this.database.pool.query<ObservationRow>(
      `SELECT ${toMicros('observed_at')} AS observed_at, active, import_id, created_at
       FROM (
         SELECT observed_at, active, import_key FROM observation
         WHERE store_key = $1
           AND observed_at >= ${fromMicros('$2::bigint')} AND observed_at < ${fromMicros('$3::bigint')}
         ORDER BY observed_at LIMIT $4
       ) told
       JOIN import USING (import_key)
       ORDER BY told.observed_at`,
      [storeKey, first, to ?? Number.MAX_SAFE_INTEGER, limit],
    );
    return found.rows.map((row): KnownObservation => ({
      observedAt: Number(row.observed_at),
      active: row.active,
      importId: row.import_id,
      receivedAt: row.created_at,
    }));
  }

  /** Observations before this instant were dropped; undefined if none ever were. */
  async keptFrom(): Promise<Micros | undefined> {
    const kept = await this.database.pool.query<{ micros: string | null }>(
      `SELECT ${toMicros(`nullif(kept_from, '-infinity')`)} AS micros FROM observation_retention`,
    );
    const micros = kept.rows[0]?.micros ?? null;
    return micros === null ? undefined : Number(micros);
  }
}

interface ObservationRow {
  readonly observed_at: string;
  readonly active: boolean;
  readonly import_id: string;
  readonly created_at: Date;
}
