import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Report } from './report.entity';

const PRIMARY_KEY = { primaryKeyConstraintName: 'report_shard_pkey' };

/** A range of a report's stores that is computed at a time, with its result. Written and read in SQL only. */
@Entity('report_shard')
@Index('report_shard_part', ['reportId', 'part'])
@Check('report_shard_check', 'first_store_id <= last_store_id')
export class ReportShard {
  @PrimaryColumn('uuid', { name: 'report_id', ...PRIMARY_KEY })
  @ForeignKey(() => Report, { name: 'report_shard_report_id_fkey', onDelete: 'CASCADE' })
  reportId!: string;

  @PrimaryColumn('integer', { ...PRIMARY_KEY })
  @Check('report_shard_shard_check', 'shard >= 0')
  shard!: number;

  @Column('integer', { comment: 'Number of its part of the stores; several nodes may each have a shard of it' })
  @Check('report_shard_part_check', 'part >= 0')
  part!: number;

  @Column('smallint', { array: true, nullable: true, comment: 'Buckets of its node; null: all' })
  buckets!: number[] | null;

  @Column({ type: 'text', name: 'first_store_id', collation: 'C' })
  firstStoreId!: string;

  @Column({ type: 'text', name: 'last_store_id', collation: 'C' })
  lastStoreId!: string;

  @Column('integer')
  @Check('report_shard_stores_check', 'stores > 0')
  stores!: number;

  @Column('bytea', { nullable: true, comment: 'CSV rows of the stores in the shard; null: not computed yet' })
  csv!: Buffer | null;

  @Column('bytea', {
    nullable: true,
    comment:
      'For each line of csv, 64-bit floats: the index of its zone, then uptime, downtime, unknown, excluded of each window, in microseconds; null: not computed yet, or computed before this column was added',
  })
  figures!: Buffer | null;

  @Column('text', {
    array: true,
    nullable: true,
    comment: 'The time zones in force at the as of that figures refer to',
  })
  zones!: string[] | null;

  @Column('bigint', {
    name: 'uptime_us',
    array: true,
    nullable: true,
    comment: 'Total uptime of the stores in the shard, in microseconds, in each window; null: not computed yet',
  })
  uptimeUs!: string[] | null;

  @Column('bigint', {
    name: 'downtime_us',
    array: true,
    nullable: true,
    comment: 'Total downtime, in the same form as uptime_us',
  })
  downtimeUs!: string[] | null;

  @Column('integer', {
    name: 'never_observed',
    nullable: true,
    comment: 'Stores of the shard with a row and without an observation before their windows end; null: not computed',
  })
  neverObserved!: number | null;
}
