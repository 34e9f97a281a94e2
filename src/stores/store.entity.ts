import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A store that occurs in any of the inputs: known inside by an integer, outside by its text id. */
@Entity('store')
@Unique('store_store_id_key', ['storeId'])
export class Store {
  @PrimaryGeneratedColumn('identity', {
    name: 'store_key',
    type: 'integer',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'store_pkey',
  })
  storeKey!: number;

  @Column({ type: 'text', name: 'store_id', collation: 'C' })
  @Check('store_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @Column('text', { nullable: true, comment: 'IANA name; null: the default time zone of the report or request' })
  @Check('store_timezone_check', 'length(timezone) BETWEEN 1 AND 64')
  timezone!: string | null;

  @Column('timestamptz', {
    name: 'last_observed_at',
    nullable: true,
    comment: 'Instant of the latest observation of this store; null: never observed',
  })
  @Check('store_last_observed_at_check', 'isfinite(last_observed_at)')
  lastObservedAt!: Date | null;
}
