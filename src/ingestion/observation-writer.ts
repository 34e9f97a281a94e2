import type { PoolClient } from 'pg';
import type { Micros } from '../calculator/instants';
import { Problem } from '../common/problem';
import { CopyWriter } from '../database/copy/copy-writer';
import { copyInto } from '../database/database';
import { fromMicros, toMicros } from '../database/sql';
import { ObservationPartitions } from './observation-partitions';
import { keptFrom } from './observation-retention';
import type { ObservationColumns } from './observation-sorter';
import { type KnownStores, refreshStores, resolveStores } from './store-keys';

/** What came of rows that were written. */
export interface WriteOutcome {
  /** Rows that changed something. */
  readonly accepted: number;
  /** Rows that only said again what was known. */
  readonly unchanged: number;
  /**
   * The earliest instant of which something else is known now; `-Infinity`: something that has no instant. Undefined:
   * all is as it was.
   */
  readonly changedFrom: Micros | undefined;
}

/** The rows of one store in a batch: consecutive, in time order. */
interface StoreRows {
  /** The store's place in the list of ids. */
  readonly place: number;
  readonly from: number;
  /** Rows before this one are not later than what was stored. */
  readonly fresh: number;
  readonly to: number;
}

/**
 * The one writer of observations and of the status runs that follow from them. Works in the caller's transaction, which
 * must have the turn to write; counts as if each row were imported by itself in the order in which it came.
 *
 * Each batch takes two ways. Rows later than all that is stored of their store are appended, and their runs follow by
 * comparison with the latest one. The others are late, repeated or corrected: they are compared with what is stored, and
 * the runs around what really changed are mended.
 */
export class ObservationWriter {
  private readonly counts = { accepted: 0, unchanged: 0 };
  private changedFrom = Infinity;
  private readonly partitions: ObservationPartitions;

  private constructor(
    private readonly client: PoolClient,
    private readonly importKey: number,
    private readonly stores: KnownStores,
    private readonly keptFrom: Micros,
  ) {
    this.partitions = new ObservationPartitions(client);
  }

  /**
   * @param storeIds the import's stores; the batches' `store` column is an index into it
   * @param batches rows by store and instant, those of one store and instant in the order in which they came
   * @throws Problem 409 `observations_dropped` if a row is older than what is kept by now
   */
  static async write(
    client: PoolClient,
    importKey: number,
    storeIds: readonly string[],
    batches: AsyncIterable<ObservationColumns>,
  ): Promise<WriteOutcome> {
    const stores = await resolveStores(client, storeIds);
    const observedBefore = stores.lastObservedAt.slice();
    const writer = new ObservationWriter(client, importKey, stores, await keptFrom(client));
    for await (const batch of batches) await writer.writeBatch(batch);
    await writer.rememberLatest(observedBefore);
    return { ...writer.counts, changedFrom: writer.changedFrom === Infinity ? undefined : writer.changedFrom };
  }

  private async writeBatch(batch: ObservationColumns): Promise<void> {
    const groups = this.groupByStore(batch);
    await this.partitions.create(batch.observedAt);
    const late = groups.filter((group) => group.fresh > group.from);
    if (late.length > 0) await this.mergeLate(batch, late);
    await this.append(
      batch,
      groups.filter((group) => group.fresh < group.to),
    );
  }

  /** In key order, which is the order of the primary key. */
  private groupByStore({ store, observedAt }: ObservationColumns): StoreRows[] {
    const groups: StoreRows[] = [];
    for (let from = 0; from < store.length;) {
      const place = store[from] ?? 0;
      if ((observedAt[from] ?? 0) < this.keptFrom) throw dropped();
      const known = this.stores.lastObservedAt[place] ?? -Infinity;
      let fresh = from;
      while (store[fresh] === place && (observedAt[fresh] ?? 0) <= known) fresh++;
      let to = fresh;
      while (store[to] === place) to++;
      groups.push({ place, from, fresh, to });
      from = to;
    }
    return groups.sort((a, b) => (this.stores.key[a.place] ?? 0) - (this.stores.key[b.place] ?? 0));
  }

  /** Appends rows that come after all that is stored of their stores. */
  private async append(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<void> {
    if (groups.length === 0) return;
    const runs = new NewRuns();
    await copyInto(
      this.client,
      'observation (observed_at, store_key, import_key, active)',
      this.appendedRows(batch, groups, runs),
    );
    await runs.write(this.client);
  }

  private *appendedRows(batch: ObservationColumns, groups: readonly StoreRows[], runs: NewRuns): Generator<Buffer> {
    const { key, lastObservedAt, lastActive, lastRunStartedAt } = this.stores;
    const rows = new CopyWriter();
    for (const group of groups) {
      const { place } = group;
      const storeKey = key[place] ?? 0;
      let active = lastObservedAt[place] === -Infinity ? undefined : lastActive[place];
      let runStartedAt = lastRunStartedAt[place] ?? -Infinity;
      this.changedFrom = Math.min(this.changedFrom, batch.observedAt[group.fresh] ?? Infinity);
      for (const { observedAt, last } of this.distinctInstants(batch, group.fresh, group.to)) {
        rows
          .row(4)
          .timestamp(observedAt)
          .int4(storeKey)
          .int4(this.importKey)
          .bool(last === 1);
        if (rows.full) yield rows.take();
        this.counts.accepted++;
        lastObservedAt[place] = observedAt;
        if (last === active) continue;
        runs.start(storeKey, runStartedAt, observedAt, last === 1);
        runStartedAt = observedAt;
        active = last;
      }
      lastActive[place] = active ?? 0;
      lastRunStartedAt[place] = runStartedAt;
    }
    yield rows.take();
  }

  /**
   * Each instant of one store's rows with the status that was said first and the one that was said last. What comes
   * between is counted here: a repetition is unchanged, another status is accepted as a correction.
   */
  private *distinctInstants({ observedAt, active }: ObservationColumns, from: number, to: number) {
    for (let row = from; row < to;) {
      const instant = observedAt[row] ?? 0;
      const first = active[row] ?? 0;
      let last = first;
      for (row++; row < to && observedAt[row] === instant; row++) {
        const said = active[row] ?? 0;
        if (said === last) this.counts.unchanged++;
        else this.counts.accepted++;
        last = said;
      }
      yield { observedAt: instant, first, last };
    }
  }

  /** Merges rows that are not later than what is stored of their stores. */
  private async mergeLate(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<void> {
    for (const statement of PREPARE_LATE) await this.client.query(statement);
    await copyInto(this.client, 'late (store_key, observed_at, first_active, active)', this.lateRows(batch, groups));
    await this.client.query('ANALYZE late');
    const range = this.rangeOf(batch, groups);
    const compared = await this.client.query<Compared>(COMPARE_LATE, range);
    const { accepted, unchanged, changed_from } = compared.rows[0] ?? { accepted: 0, unchanged: 0, changed_from: null };
    this.counts.accepted += Number(accepted);
    this.counts.unchanged += Number(unchanged);
    if (changed_from === null) return;
    this.changedFrom = Math.min(this.changedFrom, Number(changed_from));
    await this.client.query('ANALYZE changed');
    await this.client.query(INSERT_LATE, [this.importKey]);
    await this.client.query(CORRECT, [...range, this.importKey]);
    for (const statement of MEND_RUNS) await this.client.query(statement);
    await refreshStores(
      this.client,
      this.stores,
      groups.map((group) => group.place),
    );
  }

  /** The keys and instants that late rows lie between: with them, PostgreSQL looks at a small part of what is stored. */
  private rangeOf({ observedAt }: ObservationColumns, groups: readonly StoreRows[]): number[] {
    const keyAt = (index: number) => this.stores.key[groups.at(index)?.place ?? -1] ?? 0;
    let earliest = Infinity;
    let latest = -Infinity;
    for (const { from, fresh } of groups) {
      earliest = Math.min(earliest, observedAt[from] ?? Infinity);
      latest = Math.max(latest, observedAt[fresh - 1] ?? -Infinity);
    }
    return [keyAt(0), keyAt(-1), earliest, latest];
  }

  private *lateRows(batch: ObservationColumns, groups: readonly StoreRows[]): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const { place, from, fresh } of groups) {
      const storeKey = this.stores.key[place] ?? 0;
      for (const { observedAt, first, last } of this.distinctInstants(batch, from, fresh)) {
        rows
          .row(4)
          .int4(storeKey)
          .timestamp(observedAt)
          .bool(first === 1)
          .bool(last === 1);
        if (rows.full) yield rows.take();
      }
    }
    yield rows.take();
  }

  private async rememberLatest(observedBefore: Float64Array): Promise<void> {
    const { key, lastObservedAt } = this.stores;
    const places = [...key.keys()].filter((place) => lastObservedAt[place] !== observedBefore[place]);
    for (let from = 0; from < places.length; from += 50_000) {
      const some = places.slice(from, from + 50_000);
      await this.client.query(
        `UPDATE store SET last_observed_at = ${fromMicros('latest.micros')}
         FROM unnest($1::integer[], $2::bigint[]) AS latest (key, micros) WHERE store_key = latest.key`,
        [some.map((place) => key[place]), some.map((place) => lastObservedAt[place])],
      );
    }
  }
}

/** Dropped after the row was looked at and before its turn to be written came. */
function dropped(): Problem {
  const detail =
    'Observations as old as some of these were dropped meanwhile; send them again to see which are rejected.';
  return new Problem(409, 'observations_dropped', detail);
}

/** The runs that a batch of appended observations starts. */
class NewRuns {
  private readonly storeKeys: number[] = [];
  private readonly startedAt: Micros[] = [];
  private readonly active: boolean[] = [];
  /** Runs that were stored before and now end. */
  private readonly ended: { storeKeys: number[]; startedAt: Micros[]; endedAt: Micros[] } = {
    storeKeys: [],
    startedAt: [],
    endedAt: [],
  };

  /** A run starts, and so ends the one before it, if any, which began at `previousStartedAt`. */
  start(storeKey: number, previousStartedAt: Micros, startedAt: Micros, active: boolean): void {
    const previousIsStored = previousStartedAt !== -Infinity && this.storeKeys.at(-1) !== storeKey;
    if (previousIsStored) {
      this.ended.storeKeys.push(storeKey);
      this.ended.startedAt.push(previousStartedAt);
      this.ended.endedAt.push(startedAt);
    }
    this.storeKeys.push(storeKey);
    this.startedAt.push(startedAt);
    this.active.push(active);
  }

  async write(client: PoolClient): Promise<void> {
    if (this.storeKeys.length === 0) return;
    const { storeKeys, startedAt, endedAt } = this.ended;
    if (storeKeys.length > 0) await client.query(END_RUNS, [storeKeys, startedAt, endedAt]);
    await copyInto(client, 'status_run (store_key, started_at, ended_at, active)', this.rows());
  }

  private *rows(): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const [row, storeKey] of this.storeKeys.entries()) {
      const endedAt = this.storeKeys[row + 1] === storeKey ? this.startedAt[row + 1] : undefined;
      rows
        .row(4)
        .int4(storeKey)
        .timestamp(this.startedAt[row] ?? 0)
        .timestamp(endedAt ?? Infinity)
        .bool(this.active[row] === true);
      if (rows.full) yield rows.take();
    }
    yield rows.take();
  }
}

const END_RUNS = `
  UPDATE status_run run
  SET ended_at = ${fromMicros('ended.ended_at')}
  FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS ended (key, started_at, ended_at)
  WHERE run.store_key = ended.key
    AND run.started_at = ${fromMicros('ended.started_at')}`;

const PREPARE_LATE = [
  `CREATE TEMPORARY TABLE IF NOT EXISTS late (
     store_key integer, observed_at timestamptz, first_active boolean, active boolean
   ) ON COMMIT DROP`,
  `CREATE TEMPORARY TABLE IF NOT EXISTS changed (
     store_key integer, observed_at timestamptz, active boolean, is_new boolean
   ) ON COMMIT DROP`,
  `CREATE TEMPORARY TABLE IF NOT EXISTS boundary (
     store_key integer, observed_at timestamptz, active boolean, starts_run boolean
   ) ON COMMIT DROP`,
  'TRUNCATE late, changed, boundary',
];

interface Compared {
  readonly accepted: string;
  readonly unchanged: string;
  /** Null: nothing differs in the end. */
  readonly changed_from: string | null;
}

/** Of `stored`: see `rangeOf`. */
const IN_RANGE = `
  stored.store_key BETWEEN $1::integer AND $2::integer
  AND stored.observed_at BETWEEN ${fromMicros('$3::bigint')} AND ${fromMicros('$4::bigint')}`;

/** Counts what was said first against what is stored; keeps what differs in the end. */
const COMPARE_LATE = `
  WITH compared AS MATERIALIZED (
    SELECT late.*, stored.active AS stored_active
    FROM late LEFT JOIN observation stored
      ON stored.store_key = late.store_key AND stored.observed_at = late.observed_at AND ${IN_RANGE}
  ), differing AS (
    INSERT INTO changed
    SELECT store_key, observed_at, active, stored_active IS NULL
    FROM compared
    WHERE active IS DISTINCT FROM stored_active
    RETURNING observed_at
  )
  SELECT count(*) FILTER (WHERE first_active IS DISTINCT FROM stored_active) AS accepted,
         count(*) FILTER (WHERE first_active IS NOT DISTINCT FROM stored_active) AS unchanged,
         (SELECT ${toMicros('min(observed_at)')} FROM differing) AS changed_from
  FROM compared`;

const INSERT_LATE = `
  INSERT INTO observation (observed_at, store_key, import_key, active)
  SELECT observed_at, store_key, $1, active FROM changed WHERE is_new ORDER BY store_key, observed_at`;

const CORRECT = `
  UPDATE observation stored SET active = changed.active, import_key = $5
  FROM changed
  WHERE NOT is_new AND stored.store_key = changed.store_key AND stored.observed_at = changed.observed_at AND ${IN_RANGE}`;

/**
 * A run starts at each observation whose status differs from that of the one before. So a changed observation can move
 * the start of a run only at its own instant and at that of the observation after it. Where the one before was dropped,
 * the run that it belonged to tells its status.
 */
const MEND_RUNS = [
  `INSERT INTO boundary
   SELECT store_key, observed_at, active, active IS DISTINCT FROM coalesce(
     (SELECT earlier.active FROM observation earlier
      WHERE earlier.store_key = candidate.store_key AND earlier.observed_at < candidate.observed_at
      ORDER BY earlier.observed_at DESC LIMIT 1),
     (SELECT run.active FROM status_run run, observation_retention
      WHERE run.store_key = candidate.store_key AND run.started_at < kept_from
      ORDER BY run.started_at DESC LIMIT 1))
   FROM (
     SELECT store_key, observed_at, active FROM changed
     UNION
     SELECT store_key, next.observed_at, next.active
     FROM changed CROSS JOIN LATERAL (
       SELECT later.observed_at, later.active FROM observation later
       WHERE later.store_key = changed.store_key AND later.observed_at > changed.observed_at
       ORDER BY later.observed_at LIMIT 1
     ) next
   ) candidate`,
  'ANALYZE boundary',
  `DELETE FROM status_run run USING boundary
   WHERE NOT starts_run AND run.store_key = boundary.store_key AND run.started_at = boundary.observed_at`,
  `INSERT INTO status_run AS run (store_key, started_at, ended_at, active)
   SELECT store_key, observed_at, 'infinity', active FROM boundary WHERE starts_run ORDER BY store_key, observed_at
   ON CONFLICT (store_key, started_at) DO UPDATE SET active = excluded.active WHERE run.active <> excluded.active`,
  // The end of a run is the start of the next: mended from the run before a store's first boundary to its last one.
  `WITH touched AS (
     SELECT store_key, min(observed_at) AS first, max(observed_at) AS last FROM boundary GROUP BY store_key
   ), mended AS (
     SELECT run.store_key, run.started_at, coalesce(next.started_at, 'infinity') AS ended_at
     FROM touched
     CROSS JOIN LATERAL (
       SELECT coalesce(max(earlier.started_at), '-infinity') AS since FROM status_run earlier
       WHERE earlier.store_key = touched.store_key AND earlier.started_at < touched.first
     ) before
     JOIN status_run run
       ON run.store_key = touched.store_key AND run.started_at BETWEEN before.since AND touched.last
     LEFT JOIN LATERAL (
       SELECT later.started_at FROM status_run later
       WHERE later.store_key = run.store_key AND later.started_at > run.started_at
       ORDER BY later.started_at LIMIT 1
     ) next ON true
   )
   UPDATE status_run run SET ended_at = mended.ended_at
   FROM mended
   WHERE run.store_key = mended.store_key AND run.started_at = mended.started_at AND run.ended_at <> mended.ended_at`,
];
