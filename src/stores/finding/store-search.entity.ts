import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'store_search_pkey' };

/** What a store is found by: see `searched-text.ts`. Written and read in SQL only. */
@Entity('store_search')
@Index('store_search_by_text', { synchronize: false })
export class StoreSearchEntity {
  @PrimaryColumn({ type: 'text', name: 'store_id', collation: 'C', ...PRIMARY_KEY })
  @Check('store_search_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @PrimaryColumn('smallint', { comment: 'Hash of store_id, from 0 to 63', ...PRIMARY_KEY })
  bucket!: number;

  @Column({
    type: 'text',
    collation: 'C',
    comment: 'store_id and, on a second line, the name of the store, both without regard to case and accents',
  })
  searched!: string;
}
