import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { type LateRows, mergeLate, newLateRows } from './late-observations';
import { ObservationPartitions } from './observation-partitions';
import { keptFrom } from '../retention/observation-retention';
import type { ObservationColumns } from './observation-sorter';
import { type KnownStores, refreshStores, resolveStores } from './known-stores';
import type { WriteOutcome } from './write-outcome';

/** The rows of one store in a batch: consecutive, in time order. */
interface StoreRows {
  /** The store's index in the list of ids. */
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
   * @param storeIds the import's stores in bytewise order; the batches' `store` column is an index into it
   * @param batches rows by store and instant, those of one store and instant in the order in which they came
   * @throws CodedError `observations_dropped` if retention has dropped observations as old as a row since it was decoded
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
    // A new store is in every report from now on.
    const changedFrom = stores.hasNew ? -Infinity : writer.changedFrom;
    return { ...writer.counts, changedFrom: changedFrom === Infinity ? undefined : changedFrom };
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
      if ((observedAt[from] ?? 0) < this.keptFrom) throw new CodedError('observations_dropped');
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
    const rows = this.lateRows(batch, groups);
    const { accepted, unchanged, changedFrom } = await mergeLate(this.client, this.importKey, rows);
    this.counts.accepted += accepted;
    this.counts.unchanged += unchanged;
    if (changedFrom === undefined) return;
    this.changedFrom = Math.min(this.changedFrom, changedFrom);
    const places = groups.map((group) => group.place);
    await refreshStores(this.client, this.stores, places);
  }

  private lateRows(batch: ObservationColumns, groups: readonly StoreRows[]): LateRows {
    const late = newLateRows(groups.reduce((sum, { from, fresh }) => sum + fresh - from, 0));
    let row = 0;
    for (const { place, from, fresh } of groups) {
      for (const { observedAt, first, last } of this.distinctInstants(batch, from, fresh)) {
        late.storeKey[row] = this.stores.key[place] ?? 0;
        late.observedAt[row] = observedAt;
        late.first[row] = first;
        late.last[row] = last;
        row++;
      }
    }
    late.length = row;
    return late;
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
