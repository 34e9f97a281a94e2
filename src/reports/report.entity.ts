import { Column, Entity, Generated, PrimaryColumn, VirtualColumn } from 'typeorm';
import type { Micros } from '../calculator/instants';
import { toNumber } from '../platform/database/bigint';
import { toMicros } from '../platform/database/sql';

export const REPORT_STATUSES = ['Running', 'Complete', 'Error', 'Cancelled'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** A report, from its trigger to its outcome. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid', { name: 'report_id' })
  reportId!: string;

  /** The order in which reports were triggered. */
  @Column('bigint', { name: 'report_no', transformer: toNumber })
  @Generated('increment')
  reportNo!: number;

  @Column('text', { default: 'Running' })
  status!: ReportStatus;

  /** Where its windows end; null until it has started. */
  @VirtualColumn({ type: 'bigint', transformer: toNumber, query: (report) => `SELECT ${toMicros(`${report}.as_of`)}` })
  asOf!: Micros | null;

  /** The last write that its snapshot holds; null until it has started. */
  @Column('bigint', { name: 'seen_write_no', nullable: true, transformer: toNumber })
  seenWriteNo!: number | null;

  @Column('text', { name: 'default_status' })
  defaultStatus!: 'active' | 'inactive';

  @Column('text', { name: 'default_timezone' })
  defaultTimezone!: string;

  @Column('boolean', { name: 'end_of_day_grace' })
  endOfDayGrace!: boolean;

  /** The stores that it is limited to; null: all. */
  @Column('text', { name: 'store_ids', array: true, nullable: true })
  storeIds!: string[] | null;

  @Column('integer', { name: 'stores_total', nullable: true })
  storesTotal!: number | null;

  @Column('integer', { name: 'stores_done', default: 0 })
  storesDone!: number;

  @Column('bigint', { name: 'csv_bytes', nullable: true, transformer: toNumber })
  csvBytes!: number | null;

  @Column('bytea', { name: 'csv_sha256', nullable: true })
  csvSha256!: Buffer | null;

  /**
   * Uptime by business time over all its stores: last hour, day and week, each null without business time. Null unless it
   * is complete.
   */
  @Column('double precision', { name: 'uptime_share', array: true, nullable: true })
  uptimeShare!: (number | null)[] | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
