import { Column, Entity, PrimaryColumn } from 'typeorm';

export const REPORT_STATUSES = ['Running', 'Complete', 'Error'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** A report, from its trigger to its outcome. Instants that figures depend on are read in SQL, to the microsecond. */
@Entity('report')
export class Report {
  @PrimaryColumn('uuid', { name: 'report_id' })
  reportId!: string;

  @Column('text', { default: 'Running' })
  status!: ReportStatus;

  @Column('text', { name: 'default_status' })
  defaultStatus!: 'active' | 'inactive';

  @Column('text', { name: 'default_timezone' })
  defaultTimezone!: string;

  @Column('boolean', { name: 'end_of_day_grace' })
  endOfDayGrace!: boolean;

  @Column('integer', { name: 'stores_total', nullable: true })
  storesTotal!: number | null;

  @Column('integer', { name: 'stores_done', default: 0 })
  storesDone!: number;

  @Column('bigint', {
    name: 'csv_bytes',
    nullable: true,
    transformer: {
      from: (text: string | null) => (text === null ? null : Number(text)),
      to: (value: unknown) => value,
    },
  })
  csvBytes!: number | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
