import { Check, Column, Entity, Generated, Index, PrimaryColumn, Unique, VirtualColumn } from 'typeorm';
import type { Status } from '../calculator/figures/forward-fill';
import type { Micros } from '../calculator/instants';
import type { CountingTerms } from '../calculator/figures/terms';
import { toNumber } from '../platform/database/bigint';
import { toMicros } from '../platform/database/sql';
import { type ReportLayout, STANDARD_WINDOWS } from './report-csv';

export const REPORT_STATUSES = ['Running', 'Complete', 'Error', 'Cancelled'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** A report, from its trigger to its outcome. */
@Entity('report')
@Unique('report_report_no_key', ['reportNo'])
@Unique('report_idempotency_key_key', ['idempotencyKey'])
@Index('report_running', ['createdAt'], { where: `status = 'Running'` })
@Index('report_finished', ['finishedAt'])
@Index('report_default', ['asOfInMilliseconds', 'reportNo'], {
  where: `status = 'Complete' AND store_ids IS NULL AND attributes IS NULL AND windows @> '{last_hour,last_day,last_week}'`,
})
@Check('report_uptime_share_check', 'cardinality(uptime_share) = cardinality(windows)')
@Check('report_check', 'stores_done BETWEEN 0 AND stores_total')
@Check('report_check1', `(status = 'Running') = (finished_at IS NULL)`)
@Check('report_check2', `(status = 'Error') = (error IS NOT NULL)`)
@Check(
  'report_check3',
  `status <> 'Complete' OR (
    as_of IS NOT NULL AND csv_bytes IS NOT NULL AND csv_sha256 IS NOT NULL AND stores_done = stores_total)`,
)
export class Report {
  @PrimaryColumn('uuid', { name: 'report_id', primaryKeyConstraintName: 'report_pkey' })
  reportId!: string;

  @Column({
    type: 'bigint',
    name: 'report_no',
    generatedIdentity: 'ALWAYS',
    transformer: toNumber,
    comment: 'The order in which reports were triggered',
  })
  @Generated('increment')
  reportNo!: number;

  @Column('text', { default: 'Running' })
  @Check('report_status_check', `status IN ('Running', 'Complete', 'Error', 'Cancelled')`)
  status!: ReportStatus;

  @Column('text', { name: 'idempotency_key', nullable: true, select: false })
  @Check('report_idempotency_key_check', 'length(idempotency_key) BETWEEN 1 AND 255')
  idempotencyKey!: string | null;

  @Column('bytea', {
    name: 'request_sha256',
    select: false,
    comment: 'Digest of the request; an idempotency key that is reused with another request is refused',
  })
  requestSha256!: Buffer;

  @Column('timestamptz', { name: 'requested_as_of', nullable: true, select: false })
  @Check('report_requested_as_of_check', 'isfinite(requested_as_of)')
  requestedAsOf!: Date | null;

  @Column('timestamptz', { name: 'as_of', nullable: true, select: false })
  @Check('report_as_of_check', 'isfinite(as_of)')
  asOfInMilliseconds!: Date | null;

  /** The end of its windows; null until it has started. A `Date` would lose the microseconds. */
  @VirtualColumn({ type: 'bigint', transformer: toNumber, query: (report) => `SELECT ${toMicros(`${report}.as_of`)}` })
  asOf!: Micros | null;

  @Column('bigint', {
    name: 'seen_write_no',
    nullable: true,
    transformer: toNumber,
    comment: 'The last import.write_no visible in the snapshot of the report',
  })
  seenWriteNo!: number | null;

  @Column('text', { name: 'default_status' })
  @Check('report_default_status_check', `default_status IN ('active', 'inactive', 'unknown')`)
  defaultStatus!: Status;

  @Column('bigint', {
    name: 'unknown_after',
    nullable: true,
    transformer: toNumber,
    comment: 'Microseconds for which an observation speaks at most; null: until the next one',
  })
  @Check('report_unknown_after_check', 'unknown_after > 0')
  unknownAfter!: Micros | null;

  @Column('text', { default: 'exclude' })
  @Check('report_closures_check', `closures IN ('exclude', 'ignore')`)
  closures!: CountingTerms['closures'];

  @Column('text', { default: 'standard' })
  @Check('report_columns_check', `columns IN ('standard', 'all')`)
  columns!: ReportLayout['columns'];

  @Column('text', { array: true, default: [...STANDARD_WINDOWS] })
  @Check('report_windows_check', 'cardinality(windows) BETWEEN 1 AND 12')
  windows!: string[];

  @Column('uuid', { nullable: true, comment: 'The report that it computes anew; null: none' })
  revises!: string | null;

  @Column('text', {
    name: 'tz_release',
    default: '',
    comment: 'Release of the time zone database; empty: triggered before this column was added',
  })
  tzRelease!: string;

  @Column('text', { name: 'default_timezone' })
  defaultTimezone!: string;

  @Column('boolean', { name: 'end_of_day_grace' })
  endOfDayGrace!: boolean;

  @Column('text', {
    name: 'store_ids',
    array: true,
    nullable: true,
    comment: 'The stores that the report is limited to; null: all stores',
  })
  storeIds!: string[] | null;

  @Column('jsonb', {
    nullable: true,
    comment:
      'Attributes that the report is limited to, each with its values, of which an empty one stands for stores without the attribute; null: all stores',
  })
  @Check('report_attributes_check', `attributes <> '{}'`)
  attributes!: Readonly<Record<string, readonly string[]>> | null;

  @Column('text', {
    name: 'created_by',
    nullable: true,
    select: false,
    comment: 'Who triggered it, as in audit.actor; null: before this column was added',
  })
  createdBy!: string | null;

  @Column('integer', { default: 0, select: false })
  @Check('report_attempt_check', 'attempt >= 0')
  attempt!: number;

  @Column('integer', { name: 'stores_total', nullable: true })
  @Check('report_stores_total_check', 'stores_total >= 0')
  storesTotal!: number | null;

  @Column('integer', { name: 'stores_done', default: 0 })
  storesDone!: number;

  @Column('bigint', { name: 'csv_bytes', nullable: true, transformer: toNumber })
  csvBytes!: number | null;

  @Column('bytea', { name: 'csv_sha256', nullable: true })
  csvSha256!: Buffer | null;

  @Column('double precision', {
    name: 'uptime_share',
    array: true,
    nullable: true,
    comment:
      'Uptime divided by uptime and downtime, over all stores of the report, for each of its windows, null if there is neither; null: not complete, or completed before this column was added',
  })
  uptimeShare!: (number | null)[] | null;

  @Column('integer', {
    name: 'stores_never_observed',
    nullable: true,
    comment:
      'Stores with a row and without an observation before their windows end; null: not complete, or computed before this column was added',
  })
  @Check('report_stores_never_observed_check', 'stores_never_observed >= 0')
  storesNeverObserved!: number | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
