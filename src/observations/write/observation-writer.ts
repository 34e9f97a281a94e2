import { setImmediate as otherWork } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { checked } from '../../calculator/arrays/checked';
import { readAhead } from '../../platform/spool/read-ahead';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { bucketIn, bucketOfKey } from '../../stores/buckets/buckets';
import { type StatusChange, StatusChanges } from '../changes/status-changes';
import { setLastObserved } from '../../stores/last-observed';
import type { StoreIdList } from '../../stores/store-ids';
import { type AfterGap, findGaps, type Gap } from './gaps';
import { type LateRows, mergeLate, newLateRows } from './late-observations';
import { NewRuns } from './new-runs';
import { ObservationPartitions, weekOf } from './weeks/observation-partitions';
import { keptFrom } from '../retention/kept-from';
import type { ObservationColumns } from './observation-sorter';
import { RowTurns } from '../../common/collections/row-turns';
import type { WeekLoad } from './weeks/week-load';
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

/** Rows of one store that are inserted where it has no stored observations, with what is stored around them. */
interface NewRows {
  readonly store: number;
  readonly from: number;
  readonly to: number;
  /** The run before them; undefined if they are the first observations of the store. */
  readonly before: Gap['before'];
  /** The observation after them; undefined if they are the latest of the store. */
  readonly after: AfterGap | undefined;
}

/**
 * The one writer of observations and of the status runs that follow from them. Works in the caller's transaction, which
 * needs the locks of the stores' buckets; counts as if each row were imported by itself in the order in which it came, so the last status of
 * an instant wins (docs/rules.md, R12, R20).
 *
 * The rows of a batch part in two. Where their store has no observations yet, after all the stored ones or in a gap between
 * them, rows are inserted, and their runs follow from the run before and the observation after. The others may repeat or correct
 * what is stored: they are compared with it, and the runs around those that changed are mended.
 */
export class ObservationWriter {
  private readonly counts = { accepted: 0, unchanged: 0 };
  private changedFrom = Infinity;
  private readonly statusChanges: StatusChanges;
  /** By the index of the store. 1: its latest observation is new. */
  private readonly isFresh: Uint8Array;
  private readonly partitions: ObservationPartitions;
  /** The week that is being loaded. */
  private load: WeekLoad | undefined;

  private constructor(
    private readonly client: PoolClient,
    private readonly importKey: number,
    private readonly stores: KnownStores,
    storeIds: StoreIdList,
    private readonly keptFrom: Micros,
    private readonly loads: ReadonlyMap<number, WeekLoad>,
  ) {
    this.statusChanges = new StatusChanges(storeIds);
    this.isFresh = new Uint8Array(storeIds.length);
    this.partitions = new ObservationPartitions(client);
  }

  /**
   * @param storeIds the import's stores in bytewise order; the batches' `store` column is an index into it
   * @param batches rows by store and instant, those of one store and instant in the order in which they came
   * @param loads the weeks that were loaded before, by number: see `loadWeeks`
   * @throws CodedError `observations_dropped` if retention has dropped observations as old as a row since it was decoded
   */
  static async write(
    client: PoolClient,
    importKey: number,
    storeIds: StoreIdList,
    batches: AsyncIterable<ObservationColumns>,
    loads: ReadonlyMap<number, WeekLoad> = new Map(),
  ): Promise<WriteOutcome> {
    const stores = await resolveStores(client, storeIds);
    const writer = new ObservationWriter(client, importKey, stores, storeIds, await keptFrom(client), loads);
    for await (const batch of readAhead(batches)) await writer.writeBatch(batch);
    await writer.load?.attach();
    await writer.saveLastObserved();
    // A new store has a row in every report from now on, also in those that end before it is observed.
    for (const [store, isNew] of stores.created.entries()) if (isNew === 1) writer.statusChanges.add(store, EVER);
    await writer.statusChanges.write(client, importKey);
    const changedFrom = stores.created.includes(1) ? -Infinity : writer.changedFrom;
    return { ...writer.counts, changedFrom: changedFrom === Infinity ? undefined : changedFrom };
  }

  private async writeBatch(batch: ObservationColumns): Promise<void> {
    const groups = await this.groupByStore(batch);
    await this.makeWeeks(batch);
    const late = groups.filter((group) => group.fresh > group.from);
    if (late.length > 0) await this.writeLate(batch, late);
    const fresh = groups.filter((group) => group.fresh < group.to);
    if (fresh.length > 0) await this.insert(batch, this.afterAll(fresh));
  }

  /** Makes sure that there is a table for each row: the partitions of its weeks, or the one that was loaded for the week. */
  private async makeWeeks({ observedAt }: ObservationColumns): Promise<void> {
    const week = weekOf(observedAt[0] ?? NaN);
    if (this.load?.week === week) return;
    await this.load?.attach();
    const load = this.loads.get(week);
    this.load = (await load?.open(this.stores.key)) === true ? load : undefined;
    if (!this.load) await this.partitions.create(observedAt);
  }

  /** In key order, which is the order of the primary key. */
  private async groupByStore({ store, observedAt }: ObservationColumns): Promise<StoreRows[]> {
    const groups: StoreRows[] = [];
    const turns = new RowTurns();
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
      if (turns.isOver(to - from)) await otherWork();
      from = to;
    }
    return groups.sort((a, b) => checked(this.stores.key[a.store]) - checked(this.stores.key[b.store]));
  }

  /** The rows of groups that are later than all stored observations of their stores. */
  private *afterAll(groups: readonly StoreRows[]): Generator<NewRows> {
    const { lastObservedAt, lastActive, lastRunStartedAt } = this.stores;
    for (const { store, fresh, to } of groups) {
      const isFirst = lastObservedAt[store] === -Infinity;
      const before = { active: lastActive[store] === 1, startedAt: checked(lastRunStartedAt[store]) };
      yield { store, from: fresh, to, before: isFirst ? undefined : before, after: undefined };
    }
  }

  /**
   * Writes late rows: those that lie in a gap between stored observations as new ones are, with the runs that follow, and the
   * others by comparison. A week that is loaded lies in a gap as a whole.
   */
  private async writeLate(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<void> {
    const { key } = this.stores;
    const gaps = await findGaps(
      this.client,
      groups.map(({ store, from, fresh }) => ({
        storeKey: checked(key[store]),
        first: checked(batch.observedAt[from]),
        last: checked(batch.observedAt[fresh - 1]),
      })),
    );
    const inGaps: NewRows[] = [];
    const others: StoreRows[] = [];
    for (const group of groups) {
      const { store, from, fresh } = group;
      const gap = gaps.get(checked(key[store]));
      if (gap) inGaps.push({ store, from, to: fresh, ...gap });
      else others.push(group);
    }
    if (inGaps.length > 0) await this.insert(batch, inGaps);
    if (others.length > 0) await this.mergeLate(batch, others);
    const changed = inGaps.map(({ store }) => store);
    await refreshLatestRuns(this.client, this.stores, changed);
  }

  /** Inserts rows where their stores have no observations yet. */
  private async insert(batch: ObservationColumns, groups: Iterable<NewRows>): Promise<void> {
    const runs = new NewRuns();
    await copyInto(
      this.client,
      `${this.load?.table ?? 'observation'} (observed_at, store_key, import_key, bucket, active)`,
      this.insertedRows(batch, groups, runs),
    );
    await runs.write(this.client);
  }

  /** Of a week that is loaded there is nothing to send, so others get their turn now and then. */
  private async *insertedRows(
    batch: ObservationColumns,
    groups: Iterable<NewRows>,
    runs: NewRuns,
  ): AsyncGenerator<Buffer> {
    const { key, lastObservedAt, lastActive, lastRunStartedAt } = this.stores;
    const rows = new CopyWriter();
    const turns = new RowTurns();
    for (const { store, from, to, before, after } of groups) {
      if (turns.isOver(to - from)) await otherWork();
      const storeKey = checked(key[store]);
      const bucket = bucketOfKey(storeKey);
      const isLoaded = this.load?.has(store, storeKey) === true;
      let active = before?.active;
      let runStartedAt = before?.startedAt ?? -Infinity;
      let changed = { from: Infinity, to: Infinity };
      this.changedFrom = Math.min(this.changedFrom, checked(batch.observedAt[from]));
      for (const { observedAt, last } of this.distinctInstants(batch, from, to)) {
        const isActive = last === 1;
        if (!isLoaded)
          rows.row(5).timestamp(observedAt).int4(storeKey).int4(this.importKey).int2(bucket).bool(isActive);
        if (rows.full) yield rows.take();
        this.counts.accepted++;
        if (isActive === active) continue;
        runs.start(storeKey, runStartedAt, observedAt, isActive);
        // Back to what it was, or else another one until there is something new.
        const to = isActive === before?.active ? observedAt : (after?.observedAt ?? Infinity);
        changed = { from: Math.min(changed.from, observedAt), to };
        runStartedAt = observedAt;
        active = isActive;
      }
      if (changed.from < changed.to) this.statusChanges.add(store, { ...changed, wasUnobserved: !before });
      if (after) {
        runs.join(storeKey, runStartedAt, active === true, after);
        continue;
      }
      lastObservedAt[store] = checked(batch.observedAt[to - 1]);
      lastActive[store] = active === true ? 1 : 0;
      lastRunStartedAt[store] = runStartedAt;
      this.isFresh[store] = 1;
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
    const rows = await this.lateRows(batch, groups);
    const { accepted, unchanged, changedFrom, statusChanges } = await mergeLate(this.client, this.importKey, rows);
    this.counts.accepted += accepted;
    this.counts.unchanged += unchanged;
    if (changedFrom === undefined) return;
    this.changedFrom = Math.min(this.changedFrom, changedFrom);
    const changedStores = groups.map((group) => group.store);
    for (const store of changedStores) {
      const change = statusChanges.get(checked(this.stores.key[store]));
      if (change) this.statusChanges.add(store, change);
    }
    await refreshLatestRuns(this.client, this.stores, changedStores);
  }

  /** Others get their turn now and then. */
  private async lateRows(batch: ObservationColumns, groups: readonly StoreRows[]): Promise<LateRows> {
    const late = newLateRows(groups.reduce((sum, { from, fresh }) => sum + fresh - from, 0));
    let row = 0;
    const turns = new RowTurns();
    for (const { store, from, fresh } of groups) {
      if (turns.isOver(fresh - from)) await otherWork();
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

  private async saveLastObserved(): Promise<void> {
    const { key, lastObservedAt } = this.stores;
    const changed = key.map((_, store) => store).filter((store) => this.isFresh[store] === 1);
    for (let from = 0; from < changed.length; from += UPDATED_AT_A_TIME) {
      const batch = [...changed.subarray(from, from + UPDATED_AT_A_TIME)];
      await setLastObserved(this.client, LAST_OBSERVED, [
        batch.map((store) => checked(key[store])),
        batch.map((store) => checked(lastObservedAt[store])),
      ]);
    }
  }
}

const EVER: StatusChange = { from: -Infinity, to: Infinity, wasUnobserved: true };

/** Stores whose latest observation one statement updates: as in `known-stores.ts`. */
const UPDATED_AT_A_TIME = 2000;

const LAST_OBSERVED = `
  SELECT ${bucketIn('key')} AS bucket, key AS store_key, ${fromMicros('micros')} AS last_observed_at
  FROM unnest($1::integer[], $2::bigint[]) AS written (key, micros)`;
