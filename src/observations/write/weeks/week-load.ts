import type { PoolClient } from 'pg';
import { checked } from '../../../calculator/arrays/checked';
import type { Micros } from '../../../calculator/instants';
import { CopyWriter } from '../../../platform/database/copy/copy-writer';
import { copyInto } from '../../../platform/database/database';
import { fromMicros } from '../../../platform/database/sql';
import { readAhead } from '../../../platform/spool/read-ahead';
import { bucketOfKey } from '../../../stores/buckets/buckets';
import { weekOf } from './observation-partitions';
import type { ObservationColumns } from '../observation-sorter';

/**
 * Loads the observations of missing weeks into tables of their own, before the caller's transaction locks any bucket: nobody
 * else knows of these tables. It touches no others, which whoever has the buckets may have to lock. With the locks, the writer
 * then has only status runs to write, and makes each table the partition of its week. Rows of stores that are not known yet
 * are left to the writer.
 * @param keys those of the stores, by their indexes: see `knownKeys`
 * @param weeks the numbers of the weeks
 * @param batches those that the writer will get; rows of these weeks come week by week
 * @returns the weeks by number
 */
export async function loadWeeks(
  client: PoolClient,
  importKey: number,
  keys: Int32Array,
  weeks: ReadonlySet<number>,
  batches: AsyncIterable<ObservationColumns>,
): Promise<ReadonlyMap<number, WeekLoad>> {
  const loads = new Map<number, WeekLoad>();
  for await (const batch of readAhead(batches)) {
    const instant = checked(batch.observedAt[0]);
    const week = weekOf(instant);
    if (!weeks.has(week)) {
      // PostgreSQL takes a process that is silent for a minute for frozen.
      await client.query('SELECT');
      continue;
    }
    const load = loads.get(week) ?? (await WeekLoad.begin(client, importKey, week, instant, keys));
    loads.set(week, load);
    await load.add(batch);
  }
  for (const load of loads.values()) await load.end();
  return loads;
}

/** Those of `observation`: to take them from there with `LIKE` would lock it until the transaction ends. */
const COLUMNS = `
  observed_at timestamptz NOT NULL CONSTRAINT observation_observed_at_check CHECK (isfinite(observed_at)),
  store_key integer NOT NULL, import_key integer NOT NULL, bucket smallint NOT NULL, active boolean NOT NULL`;

/** A table with observations of one week, which is to become its partition. */
export class WeekLoad {
  private rows = 0;
  private loaded = 0;
  private isIndexed = false;
  private isDropped = false;
  /** The last row that was added. */
  private last: { readonly store: number | undefined; readonly observedAt: Micros | undefined } | undefined;

  private constructor(
    private readonly client: PoolClient,
    private readonly importKey: number,
    readonly week: number,
    private readonly instant: Micros,
    /** By the index of the store; 0: it is not known. */
    private readonly keys: Int32Array,
    readonly table: string,
  ) {}

  static async begin(
    client: PoolClient,
    importKey: number,
    week: number,
    instant: Micros,
    keys: Int32Array,
  ): Promise<WeekLoad> {
    const table = `observation_load_${importKey}_${week + 1}`;
    await client.query(`CREATE TABLE ${table} (${COLUMNS})`);
    return new WeekLoad(client, importKey, week, instant, keys, table);
  }

  /** Adds the rows of known stores. A batch that begins with the instant that the one before ended with makes the table useless. */
  async add(batch: ObservationColumns): Promise<void> {
    if (this.isDropped) return;
    const { store, observedAt } = batch;
    const continues = store[0] === this.last?.store && observedAt[0] === this.last?.observedAt;
    if (continues) {
      await this.drop();
      return;
    }
    this.last = { store: store.at(-1), observedAt: observedAt.at(-1) };
    this.rows += store.length;
    await copyInto(
      this.client,
      `${this.table} (observed_at, store_key, import_key, bucket, active)`,
      this.toCopy(batch),
    );
  }

  /** Makes the index, which takes much less time than row by row; but not before the writer has added most of the rows. */
  async end(): Promise<void> {
    if (!this.isDropped && this.loaded * 2 > this.rows) await this.index();
  }

  /**
   * Has the writer go on with the table. Needs the locks of the buckets of all stores.
   * @param keys what the stores have now, by their indexes
   * @returns false if the week was created meanwhile
   */
  async open(keys: Int32Array): Promise<boolean> {
    if (this.isDropped) return false;
    const created = await this.client.query(
      `SELECT FROM to_regclass(observation_partition_name(${fromMicros('$1::bigint')})) AS partition WHERE partition IS NOT NULL`,
      [this.instant],
    );
    if (created.rowCount !== 0) {
      await this.drop();
      return false;
    }
    const removed = this.keys.filter((key, store) => key !== 0 && key !== keys[store]);
    if (removed.length > 0)
      await this.client.query(`DELETE FROM ${this.table} WHERE store_key = ANY ($1)`, [[...removed]]);
    return true;
  }

  /** Whether it has the rows of a store already. */
  has(store: number, key: number): boolean {
    return this.keys[store] === key;
  }

  /** Makes the table the partition of the week; if a writer of other stores has created that meanwhile, fills it. */
  async attach(): Promise<void> {
    if (!this.isIndexed) await this.index();
    await this.client.query(`SELECT attach_observation_partition($1, ${fromMicros('$2::bigint')})`, [
      this.table,
      this.instant,
    ]);
  }

  private async index(): Promise<void> {
    await this.client.query(`ALTER TABLE ${this.table} ADD PRIMARY KEY (store_key, bucket, observed_at)`);
    this.isIndexed = true;
  }

  private async drop(): Promise<void> {
    await this.client.query(`DROP TABLE ${this.table}`);
    this.isDropped = true;
  }

  /** Of the rows of one instant of a store, the last one counts (docs/rules.md, R12). */
  private *toCopy({ store, observedAt, active }: ObservationColumns): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const [row, index] of store.entries()) {
      const key = checked(this.keys[index]);
      const instant = checked(observedAt[row]);
      if (key === 0 || (store[row + 1] === index && observedAt[row + 1] === instant)) continue;
      rows
        .row(5)
        .timestamp(instant)
        .int4(key)
        .int4(this.importKey)
        .int2(bucketOfKey(key))
        .bool(active[row] === 1);
      this.loaded++;
      if (rows.full) yield rows.take();
    }
    yield rows.take();
  }
}
