import { setImmediate as otherWork } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { type Micros, WEEK } from '../../../calculator/instants';
import { isLockTimeout } from '../../../common/error-code';
import { distributionOf } from '../../../platform/database/distribution';
import { fromMicros, instantLiteral } from '../../../platform/database/sql';
import { RowTurns } from '../../../common/collections/row-turns';

/** 2000-01-03, a Monday, from which weeks are counted; everything earlier is one partition. */
const FIRST_MONDAY: Micros = Date.UTC(2000, 0, 3) * 1000;

/** The number of the week, and so of the partition of `observation`, that an instant belongs to. */
export function weekOf(instant: Micros): number {
  return Math.max(-1, Math.floor((instant - FIRST_MONDAY) / WEEK));
}

/** A week that some rows belong to. */
interface Week {
  readonly number: number;
  /** One of its instants. */
  readonly instant: Micros;
  rows: number;
}

/** The weeks that rows belong to. */
export class Weeks {
  private readonly weeks = new Map<number, Week>();
  private last: Week | undefined;

  /** Counts a row. */
  add(instant: Micros): void {
    const number = weekOf(instant);
    if (this.last?.number !== number) {
      this.last = this.weeks.get(number) ?? { number, instant, rows: 0 };
      this.weeks.set(number, this.last);
    }
    this.last.rows++;
  }

  /**
   * The numbers of the weeks that are missing and have more than so many rows. On a distributed database there are none: a
   * partition has to be divided before it is filled.
   */
  async missing(database: Pool, rows: number): Promise<ReadonlySet<number>> {
    const large = [...this.weeks.values()].filter((week) => week.rows > rows);
    if (large.length === 0 || (await distributionOf(database)) !== 'none') return new Set();
    const missing = await database.query<{ week: number }>(MISSING, [
      large.map(({ number }) => number),
      large.map(({ instant }) => instant),
    ]);
    return new Set(missing.rows.map(({ week }) => week));
  }

  /**
   * Creates the partitions that are missing, in a transaction of its own: one that wrote to them as well would let all
   * others who need a new week wait for its end. Gives up if somebody holds it up; then the writer creates them.
   * @param others the numbers of weeks that are not created
   */
  async create(database: Pool, others: ReadonlySet<number> = new Set()): Promise<void> {
    const weeks = [...this.weeks.values()].filter(({ number }) => !others.has(number));
    if (weeks.length === 0) return;
    const instants = weeks.map(({ instant }) => instantLiteral(instant)).join(', ');
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

const MISSING = `
  SELECT week FROM unnest($1::integer[], $2::bigint[]) AS given (week, instant)
  WHERE to_regclass(observation_partition_name(${fromMicros('instant')})) IS NULL`;

/** The weekly partitions of `observation`, created as needed in the transaction that writes to them. */
export class ObservationPartitions {
  private readonly existing = new Set<number>();

  constructor(private readonly client: PoolClient) {}

  /** Creates the partitions that are missing for some instants. */
  async create(instants: Iterable<Micros>): Promise<void> {
    const missing = new Map<number, Micros>();
    let last: number | undefined;
    const turns = new RowTurns();
    for (const instant of instants) {
      if (turns.isOver()) await otherWork();
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
