import { Column, Entity, Generated, PrimaryColumn } from 'typeorm';

/** A store that any of the inputs has named. */
@Entity('store')
export class Store {
  @PrimaryColumn('integer', { name: 'store_key' })
  @Generated('increment')
  storeKey!: number;

  @Column('text', { name: 'store_id', unique: true })
  storeId!: string;

  /** An IANA name; null: the default time zone. */
  @Column('text', { nullable: true })
  timezone!: string | null;

  @Column('timestamptz', { name: 'last_observed_at', nullable: true })
  lastObservedAt!: Date | null;
}
