import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'store_pkey' };

/** A store that occurs in any of the inputs: known inside by an integer, outside by its text id. */
@Entity('store')
@Unique('store_store_id_bucket_key', ['storeId', 'bucket'])
@Check('store_check', 'store_key % 64 = bucket')
export class Store {
  @PrimaryColumn('integer', { name: 'store_key', ...PRIMARY_KEY })
  storeKey!: number;

  @PrimaryColumn('smallint', { comment: 'Hash of store_id, from 0 to 63', ...PRIMARY_KEY })
  bucket!: number;

  @Column({ type: 'text', name: 'store_id', collation: 'C' })
  @Check('store_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @Column('timestamptz', {
    name: 'last_observed_at',
    nullable: true,
    comment: 'Instant of the latest observation of this store; null: never observed',
  })
  @Check('store_last_observed_at_check', 'isfinite(last_observed_at)')
  lastObservedAt!: Date | null;
}
