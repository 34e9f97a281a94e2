import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'status_change_pkey' };

/** Where an import changed the status of a store: in all time, from `-infinity` on, if it created the store. Written and read in SQL only. */
@Entity('status_change', { comment: 'The time within which an import changed the status of a store' })
@Check('status_change_check', 'changed_from < changed_to')
export class StatusChangeRow {
  @PrimaryColumn('integer', { name: 'import_key', ...PRIMARY_KEY })
  importKey!: number;

  @PrimaryColumn({ type: 'text', name: 'store_id', collation: 'C', ...PRIMARY_KEY })
  storeId!: string;

  @Column('timestamptz', { name: 'changed_from' })
  changedFrom!: Date | number;

  @Column('timestamptz', {
    name: 'changed_to',
    comment: 'infinity: up to the next observation, whenever it comes',
  })
  changedTo!: Date | number;

  @Column('boolean', {
    name: 'was_unobserved',
    comment: 'Whether the store had no observation before some of that time',
  })
  wasUnobserved!: boolean;
}
