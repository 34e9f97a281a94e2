import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What a write replaced in a schedule, or that it created or removed a store, and the time whose figures it can have changed. Written and read in SQL only. */
@Entity('schedule_change')
@Index('schedule_change_of_import', ['importKey'])
@Index('schedule_change_of_store', ['storeId', 'changeNo'])
@Check('schedule_change_check', 'changed_from < changed_to')
export class ScheduleChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    name: 'change_no',
    primaryKeyConstraintName: 'schedule_change_pkey',
  })
  changeNo!: string;

  @Column('integer', { name: 'import_key' })
  importKey!: number;

  @Column('uuid', { name: 'import_id', comment: 'Outlives the import, which retention may remove' })
  importId!: string;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;

  @Column({ type: 'text', name: 'store_id', collation: 'C', comment: '*: all stores' })
  storeId!: string;

  @Column('text')
  @Check(
    'schedule_change_part_check',
    `part IN ('store', 'timezones', 'hours', 'special_hours', 'archived', 'closures')`,
  )
  part!: string;

  @Column('text', { comment: 'The date from which the version is in force, or the special date; the id of a closure' })
  subject!: string;

  @Column('text', { nullable: true, comment: 'As in the table schedule; null: there was none' })
  before!: string | null;

  @Column('text', { nullable: true, comment: 'As in the table schedule; null: it was removed' })
  after!: string | null;

  @Column('timestamptz', { name: 'changed_from' })
  changedFrom!: Date;

  @Column('timestamptz', { name: 'changed_to' })
  changedTo!: Date;
}
