import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'status_run_pkey' };

/** A status run. SQL and COPY write and read the table; the schema test uses this class. */
@Entity('status_run', { comment: 'A maximal stretch of consecutive observations of one store with one status' })
@Index('status_run_outages', ['startedAt', 'storeKey'], { where: 'NOT active' })
@Index('status_run_ongoing_outages', ['startedAt', 'storeKey'], { where: `NOT active AND ended_at = 'infinity'` })
@Check('status_run_check', 'started_at < ended_at')
export class StatusRun {
  @PrimaryColumn('integer', { name: 'store_key', ...PRIMARY_KEY })
  storeKey!: number;

  @PrimaryColumn('smallint', { ...PRIMARY_KEY })
  bucket!: number;

  @PrimaryColumn('timestamptz', { name: 'started_at', ...PRIMARY_KEY })
  @Check('status_run_started_at_check', 'isfinite(started_at)')
  startedAt!: Date;

  @Column('timestamptz', {
    name: 'ended_at',
    comment: `When the next run starts; infinity for a store's latest run`,
  })
  endedAt!: Date | number;

  @Column('boolean')
  active!: boolean;
}
