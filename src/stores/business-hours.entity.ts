import { Check, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Store } from './store.entity';

const PRIMARY_KEY = { primaryKeyConstraintName: 'business_hours_pkey' };

/** An opening of a store on a day of the week. Written and read in SQL and COPY only. */
@Entity('business_hours')
@ForeignKey(() => Store, ['storeKey', 'bucket'], ['storeKey', 'bucket'], { name: 'business_hours_store_key_fkey' })
export class BusinessHoursEntity {
  @PrimaryColumn('integer', { name: 'store_key', ...PRIMARY_KEY })
  storeKey!: number;

  @PrimaryColumn('smallint', { ...PRIMARY_KEY })
  bucket!: number;

  @PrimaryColumn('smallint', { name: 'day_of_week', comment: '0 = Monday … 6 = Sunday', ...PRIMARY_KEY })
  @Check('business_hours_day_of_week_check', 'day_of_week BETWEEN 0 AND 6')
  dayOfWeek!: number;

  @PrimaryColumn('time', { ...PRIMARY_KEY })
  opens!: string;

  @PrimaryColumn('time', { ...PRIMARY_KEY })
  closes!: string;
}
