import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
import { copyInto } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { bucketIn, bucketOfKey } from '../../stores/buckets/buckets';
import type { AfterGap } from './gaps';

/** A run that may still get another end. */
interface OpenRun {
  readonly storeKey: number;
  readonly startedAt: Micros;
  endedAt: Micros;
  readonly active: boolean;
}

/**
 * The runs that new observations start, and what they change of the stored ones; all observations of a store come together. Runs are
 * kept as they are copied: as numbers, those of a batch would take several times the memory.
 */
export class NewRuns {
  private readonly rows = new CopyWriter();
  private readonly chunks: Buffer[] = [];
  /** The last run, which is not among the rows yet. */
  private last: OpenRun | undefined;
  /** Stored runs that end now. */
  private readonly ended: { storeKeys: number[]; startedAt: Micros[]; endedAt: Micros[] } = {
    storeKeys: [],
    startedAt: [],
    endedAt: [],
  };
  /** Stored runs that now continue the run before them. */
  private readonly removed: { storeKeys: number[]; startedAt: Micros[] } = { storeKeys: [], startedAt: [] };

  /** Starts a run, which ends the run before it: that began at `previousStartedAt`, `-Infinity` if there is none. */
  start(storeKey: number, previousStartedAt: Micros, startedAt: Micros, active: boolean): void {
    if (this.last?.storeKey === storeKey) {
      this.last.endedAt = startedAt;
    } else if (previousStartedAt !== -Infinity) {
      this.ended.storeKeys.push(storeKey);
      this.ended.startedAt.push(previousStartedAt);
      this.ended.endedAt.push(startedAt);
    }
    this.addLast();
    this.last = { storeKey, startedAt, endedAt: Infinity, active };
  }

  /**
   * Continues with the observation after a gap that was filled.
   * @param active the status of the observation before it, in the run that began at `previousStartedAt`
   */
  join(storeKey: number, previousStartedAt: Micros, active: boolean, after: AfterGap): void {
    const changes = after.active !== active;
    if (changes && !after.startsRun) this.start(storeKey, previousStartedAt, after.observedAt, after.active);
    if (!changes && after.startsRun) {
      this.removed.storeKeys.push(storeKey);
      this.removed.startedAt.push(after.observedAt);
    }
    if (this.last?.storeKey === storeKey) {
      this.last.endedAt = changes && after.startsRun ? after.observedAt : after.runEndsAt;
    }
  }

  async write(client: PoolClient): Promise<void> {
    if (!this.last) return;
    const { ended, removed } = this;
    if (removed.storeKeys.length > 0) await client.query(REMOVE_RUNS, [removed.storeKeys, removed.startedAt]);
    if (ended.storeKeys.length > 0) await client.query(END_RUNS, [ended.storeKeys, ended.startedAt, ended.endedAt]);
    this.addLast();
    const rows = [...this.chunks, this.rows.take()];
    await copyInto(client, 'status_run (started_at, ended_at, store_key, bucket, active)', rows);
  }

  private addLast(): void {
    if (!this.last) return;
    const { storeKey, startedAt, endedAt, active } = this.last;
    this.rows.row(5).timestamp(startedAt).timestamp(endedAt).int4(storeKey).int2(bucketOfKey(storeKey)).bool(active);
    if (this.rows.full) this.chunks.push(this.rows.take());
  }
}

const END_RUNS = `
  UPDATE status_run run
  SET ended_at = ${fromMicros('ended.ended_at')}
  FROM unnest($1::integer[], $2::bigint[], $3::bigint[]) AS ended (key, started_at, ended_at)
  WHERE run.bucket = ${bucketIn('ended.key')} AND run.store_key = ended.key
    AND run.started_at = ${fromMicros('ended.started_at')}`;

const REMOVE_RUNS = `
  DELETE FROM status_run run
  USING unnest($1::integer[], $2::bigint[]) AS removed (key, started_at)
  WHERE run.bucket = ${bucketIn('removed.key')} AND run.store_key = removed.key
    AND run.started_at = ${fromMicros('removed.started_at')}`;
