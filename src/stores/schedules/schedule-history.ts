import { Injectable } from '@nestjs/common';
import type { Interval } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { toMicros } from '../../platform/database/sql';
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
  /** Which store a closure is of, or `ALL_STORES`, and when; undefined for all other parts. */
  readonly closure: (Interval & { readonly storeId: string }) | undefined;
}

type ChangeRow = Omit<RecordedChange, 'changeNo' | 'closure'> & {
  readonly change_no: string;
  readonly store_id: string;
  readonly starts: string | null;
  readonly ends: string | null;
};

/** What a closure can change is the time that it takes. */
const starts = toMicros(`CASE part WHEN 'closures' THEN changed_from END`);
const ends = toMicros(`CASE part WHEN 'closures' THEN changed_to END`);

/** Reads what changed in schedules. */
@Injectable()
export class ScheduleHistory {
  constructor(private readonly database: Database) {}

  /**
   * The changes of a store's schedule, closures of all stores among them, the latest first, at most `limit`.
   * @param before only changes with a lower number; undefined: from the latest on
   */
  async list(storeId: string, before: number | undefined, limit: number): Promise<RecordedChange[]> {
    const found = await this.database.pool.query<ChangeRow>(
      `SELECT change_no, changed_at AS "changedAt", import_id AS "importId", part, subject, before, after, store_id,
              ${starts} AS starts, ${ends} AS ends
       FROM schedule_change
       WHERE store_id IN ($1, '${ALL_STORES}') AND ($2::bigint IS NULL OR change_no < $2)
       ORDER BY change_no DESC LIMIT $3`,
      [storeId, before, limit],
    );
    return found.rows.map(({ change_no, store_id: of, starts: from, ends: to, ...change }) => ({
      ...change,
      changeNo: Number(change_no),
      closure: from === null || to === null ? undefined : { storeId: of, from: Number(from), to: Number(to) },
    }));
  }
}
