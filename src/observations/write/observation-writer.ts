import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { checked } from '../../calculator/arrays/checked';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { bucketIn, bucketOfKey } from '../../stores/buckets/buckets';
import { setLastObserved } from '../../stores/last-observed';
import { type LateRows, mergeLate, newLateRows } from './late-observations';
import { ObservationPartitions } from './observation-partitions';
import { keptFrom } from '../retention/kept-from';
import type { ObservationColumns } from './observation-sorter';
import { type KnownStores, refreshLatestRuns, resolveStores } from './known-stores';
import type { WriteOutcome } from './write-outcome';

const DROPPED =
  'Retention dropped observations as old as some of these before they were written. Send them again to see which are rejected.';

/** The rows of one store in a batch: consecutive, in time order. */
interface StoreRows {
  /** The store's index in the list of ids. */
  readonly store: number;
  readonly from: number;
  /** The first row that is later than all stored observations of the store. */
  readonly fresh: number;
  readonly to: number;
}

/**
 * The one writer of observations and of the status runs that follow from them. Works in the caller's transaction, which
 * needs the locks of the stores' buckets; counts as if each row were imported by itself in the order in which it came, so the last status of
 * an instant wins (docs/rules.md, R12, R20).
 *
 * The rows of a batch part in two. Those later than all stored observations of their store are appended, and their runs
 * follow from the latest one. The others are late, repeated or corrected: they are compared with the stored observations,
 * and the runs around those that changed are mended.
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
    await writer.saveLastObserved(observedBefore);
    // A new store changes every report from now on.
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
      const storeIndex = checked(store[from]);
      if (checked(observedAt[from]) < this.keptFrom)
        throw new CodedError('observations_dropped', { values: { reason: DROPPED } });
      const lastObservedAt = checked(this.stores.lastObservedAt[storeIndex]);
      let fresh = from;
      while (store[fresh] === storeIndex && checked(observedAt[fresh]) <= lastObservedAt) fresh++;
      let to = fresh;
      while (store[to] === storeIndex) to++;
      groups.push({ store: storeIndex, from, fresh, to });
      from = to;
    }
    return groups.sort((a, b) => checked(this.stores.key[a.store]) - checked(this.stores.key[b.store]));
  }

  /** Appends rows that are later than all stored observations of their stores. */
  private async append(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<void> {
    if (groups.length === 0) return;
    const runs = new NewRuns();
    await copyInto(
      this.client,
      'observation (observed_at, store_key, import_key, bucket, active)',
      this.appendedRows(batch, groups, runs),
    );
    await runs.write(this.client);
  }

  private *appendedRows(batch: ObservationColumns, groups: readonly StoreRows[], runs: NewRuns): Generator<Buffer> {
    const { key, lastObservedAt, lastActive, lastRunStartedAt } = this.stores;
    const rows = new CopyWriter();
    for (const group of groups) {
      const { store } = group;
      const storeKey = checked(key[store]);
      const bucket = bucketOfKey(storeKey);
      let active = lastObservedAt[store] === -Infinity ? undefined : lastActive[store];
      let runStartedAt = checked(lastRunStartedAt[store]);
      this.changedFrom = Math.min(this.changedFrom, checked(batch.observedAt[group.fresh]));
      for (const { observedAt, last } of this.distinctInstants(batch, group.fresh, group.to)) {
        rows
          .row(5)
          .timestamp(observedAt)
          .int4(storeKey)
          .int4(this.importKey)
          .int2(bucket)
          .bool(last === 1);
        if (rows.full) yield rows.take();
        this.counts.accepted++;
        lastObservedAt[store] = observedAt;
        if (last === active) continue;
        runs.start(storeKey, runStartedAt, observedAt, last === 1);
        runStartedAt = observedAt;
        active = last;
      }
      lastActive[store] = checked(active);
      lastRunStartedAt[store] = runStartedAt;
    }
    yield rows.take();
  }

  /**
   * Yields each instant of one store's rows with its first and its last status. The rows after an instant's first one are
   * counted here: a repeated status is unchanged, another one is accepted as a correction.
   */
  private *distinctInstants({ observedAt, active }: ObservationColumns, from: number, to: number) {
    for (let row = from; row < to;) {
      const instant = checked(observedAt[row]);
      const first = checked(active[row]);
      let last = first;
      for (row++; row < to && observedAt[row] === instant; row++) {
        const status = checked(active[row]);
        if (status === last) this.counts.unchanged++;
        else this.counts.accepted++;
        last = status;
      }
      yield { observedAt: instant, first, last };
    }
  }

  /** Merges rows that are not later than the stored observations of their stores. */
  private async mergeLate(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<void> {
    const rows = this.lateRows(batch, groups);
    const { accepted, unchanged, changedFrom } = await mergeLate(this.client, this.importKey, rows);
    this.counts.accepted += accepted;
    this.counts.unchanged += unchanged;
    if (changedFrom === undefined) return;
    this.changedFrom = Math.min(this.changedFrom, changedFrom);
    const changedStores = groups.map((group) => group.store);
    await refreshLatestRuns(this.client, this.stores, changedStores);
  }

  private lateRows(batch: ObservationColumns, groups: readonly StoreRows[]): LateRows {
    const late = newLateRows(groups.reduce((sum, { from, fresh }) => sum + fresh - from, 0));
    let row = 0;
    for (const { store, from, fresh } of groups) {
      for (const { observedAt, first, last } of this.distinctInstants(batch, from, fresh)) {
        late.storeKey[row] = checked(this.stores.key[store]);
        late.observedAt[row] = observedAt;
        late.first[row] = first;
        late.last[row] = last;
        row++;
      }
    }
    late.length = row;
    return late;
  }

  private async saveLastObserved(observedBefore: Float64Array): Promise<void> {
    const { key, lastObservedAt } = this.stores;
    const changed = [...key.keys()].filter((store) => lastObservedAt[store] !== observedBefore[store]);
    for (let from = 0; from < changed.length; from += UPDATED_AT_A_TIME) {
      const batch = changed.slice(from, from + UPDATED_AT_A_TIME);
      await setLastObserved(this.client, LAST_OBSERVED, [
        batch.map((store) => checked(key[store])),
        batch.map((store) => checked(lastObservedAt[store])),
      ]);
    }
  }
}

/** Stores whose latest observation one statement updates. */
const UPDATED_AT_A_TIME = 50_000;

const LAST_OBSERVED = `
  SELECT ${bucketIn('key')} AS bucket, key AS store_key, ${fromMicros('micros')} AS last_observed_at
  FROM unnest($1::integer[], $2::bigint[]) AS written (key, micros)`;

/** The runs that a batch of appended observations starts. */
class NewRuns {
  private readonly storeKeys: number[] = [];
  private readonly startedAt: Micros[] = [];
  private readonly active: boolean[] = [];
  /** Stored runs that end now. */
  private readonly ended: { storeKeys: number[]; startedAt: Micros[]; endedAt: Micros[] } = {
    storeKeys: [],
    startedAt: [],
    endedAt: [],
  };

  /** Starts a run, which ends the run before it: that began at `previousStartedAt`, `-Infinity` if there is none. */
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
    await copyInto(client, 'status_run (started_at, ended_at, store_key, bucket, active)', this.rows());
  }

  private *rows(): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const [row, storeKey] of this.storeKeys.entries()) {
      const endedAt = this.storeKeys[row + 1] === storeKey ? this.startedAt[row + 1] : undefined;
      rows
        .row(5)
        .timestamp(checked(this.startedAt[row]))
        .timestamp(endedAt ?? Infinity)
        .int4(storeKey)
        .int2(bucketOfKey(storeKey))
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
  WHERE run.bucket = ${bucketIn('ended.key')} AND run.store_key = ended.key
    AND run.started_at = ${fromMicros('ended.started_at')}`;
