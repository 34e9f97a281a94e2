import type { Pool, PoolClient } from 'pg';
import { type Micros, WEEK } from '../../calculator/instants';
import { isLockTimeout } from '../../common/error-code';
import { fromMicros, instantLiteral } from '../../platform/database/sql';

/** 2000-01-03, a Monday, from which weeks are counted; everything earlier is one partition. */
const FIRST_MONDAY: Micros = Date.UTC(2000, 0, 3) * 1000;

/** The number of the week, and so of the partition of `observation`, that an instant belongs to. */
function weekOf(instant: Micros): number {
  return Math.max(-1, Math.floor((instant - FIRST_MONDAY) / WEEK));
}

/** The weeks that some instants belong to, each with one of its instants. */
export class Weeks {
  private readonly instants = new Map<number, Micros>();
  private last: number | undefined;

  add(instant: Micros): void {
    const week = weekOf(instant);
    if (week === this.last) return;
    this.last = week;
    this.instants.set(week, instant);
  }

  /**
   * Creates the partitions that are missing, in a transaction of its own: one that wrote to them as well would let all
   * others who need a new week wait for its end. Gives up if somebody holds it up; then the writer creates them.
   */
  async create(database: Pool): Promise<void> {
    if (this.instants.size === 0) return;
    const instants = [...this.instants.values()].map(instantLiteral).join(', ');
    try {
      await database.query(
        `SET LOCAL lock_timeout = '2s';
         SELECT create_observation_partition(instant) FROM unnest(ARRAY[${instants}]) AS week (instant)`,
      );
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
  }
}

/** The weekly partitions of `observation`, created as needed in the transaction that writes to them. */
export class ObservationPartitions {
  private readonly existing = new Set<number>();

  constructor(private readonly client: PoolClient) {}

  /** Creates the partitions that are missing for some instants. */
  async create(instants: Iterable<Micros>): Promise<void> {
    const missing = new Map<number, Micros>();
    let last: number | undefined;
    for (const instant of instants) {
      const week = weekOf(instant);
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
