import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'store_attributes_pkey' };

/** The name of a store and its attributes. Written and read in SQL and COPY only. */
@Entity('store_attributes')
@Index('store_attributes_of_value', { synchronize: false })
export class StoreAttributesEntity {
  @PrimaryColumn({ type: 'text', name: 'store_id', collation: 'C', ...PRIMARY_KEY })
  @Check('store_attributes_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @PrimaryColumn('smallint', { comment: 'Hash of store_id, from 0 to 63', ...PRIMARY_KEY })
  bucket!: number;

  @Column('jsonb', { comment: 'Values by attribute_key; the name of the store is under "name"' })
  attributes!: Readonly<Record<string, string>>;
}
