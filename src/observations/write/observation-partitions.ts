import type { PoolClient } from 'pg';
import { type Micros, WEEK } from '../../calculator/instants';
import { fromMicros } from '../../platform/database/sql';

/** 2000-01-03, a Monday, from which weeks are counted; everything earlier is one partition. */
const FIRST_MONDAY: Micros = Date.UTC(2000, 0, 3) * 1000;

/** The weekly partitions of `observation`, created as needed in the transaction that writes to them. */
export class ObservationPartitions {
  private readonly existing = new Set<number>();

  constructor(private readonly client: PoolClient) {}

  /** Creates the partitions that are missing for some instants. */
  async create(instants: Iterable<Micros>): Promise<void> {
    const missing = new Map<number, Micros>();
    let last: number | undefined;
    for (const instant of instants) {
      const week = Math.max(-1, Math.floor((instant - FIRST_MONDAY) / WEEK));
      if (week === last) continue;
      last = week;
      if (!this.existing.has(week)) missing.set(week, instant);
    }
    if (missing.size === 0) return;
    await this.client.query(
      `SELECT create_observation_partition(${fromMicros('instant')}) FROM unnest($1::bigint[]) AS missing (instant)`,
      [[...missing.values()]],
    );
    for (const week of missing.keys()) this.existing.add(week);
  }
}
