import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database';
import { ALL_STORES } from './write-closures';
import type { SchedulePart } from './write-versions';

/** A change of a store's schedule, as it is stored: see `schedule_change`. */
export interface RecordedChange {
  readonly changeNo: number;
  readonly changedAt: Date;
  readonly importId: string;
  readonly part: SchedulePart | 'store' | 'closures';
  /** The date of the version or the special date, empty from the beginning of time on; the id of a closure. */
  readonly subject: string;
  /** Null: there was none. Empty for a store, which was created or removed. */
  readonly before: string | null;
  /** Null: it was removed. */
  readonly after: string | null;
}

/** Reads what changed in schedules. */
@Injectable()
export class ScheduleHistory {
  constructor(private readonly database: Database) {}

  /**
   * The changes of a store's schedule, closures of all stores among them, the latest first, at most `limit`.
   * @param before only changes with a lower number; undefined: from the latest on
   */
  async list(storeId: string, before: number | undefined, limit: number): Promise<RecordedChange[]> {
    const found = await this.database.pool.query<Omit<RecordedChange, 'changeNo'> & { change_no: string }>(
      `SELECT change_no, changed_at AS "changedAt", import_id AS "importId", part, subject, before, after
       FROM schedule_change
       WHERE store_id IN ($1, '${ALL_STORES}') AND ($2::bigint IS NULL OR change_no < $2)
       ORDER BY change_no DESC LIMIT $3`,
      [storeId, before, limit],
    );
    return found.rows.map(({ change_no, ...change }) => ({ changeNo: Number(change_no), ...change }));
  }
}
