import { Column, Check, Entity, PrimaryColumn } from 'typeorm';
import { SCHEDULE_DIGEST } from './schedule-text';

const PRIMARY_KEY = { primaryKeyConstraintName: 'schedule_pkey' };

type Versions = Readonly<Record<string, string>>;

/**
 * When a store is open: its time zones and business hours by the date from which they are in force, and the hours of special
 * dates. A store may have it that nothing else names yet. Written and read in SQL and COPY only: see `schedule-text.ts`.
 */
@Entity('schedule')
export class ScheduleEntity {
  @PrimaryColumn({ type: 'text', name: 'store_id', collation: 'C', ...PRIMARY_KEY })
  @Check('schedule_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @PrimaryColumn('smallint', { comment: 'Hash of store_id, from 0 to 63', ...PRIMARY_KEY })
  bucket!: number;

  @Column('jsonb', {
    default: {},
    comment:
      'IANA names by the date from which they are in force, empty: the default; an empty date: from the beginning of time',
  })
  timezones!: Versions;

  @Column('jsonb', {
    default: {},
    comment: 'Rows "weekday opens closes", separated by commas, or always_open or closed, by date as in timezones',
  })
  hours!: Versions;

  @Column('jsonb', {
    name: 'special_hours',
    default: {},
    comment: 'Rows "opens closes", separated by commas, or closed, by the date on which they start',
  })
  specialHours!: Versions;

  @Column('jsonb', {
    default: {},
    comment:
      'Under an empty date: the local date on which its last scheduled time ends; without it, it is not archived',
  })
  archived!: Versions;

  @Column({
    type: 'bytea',
    generatedType: 'STORED',
    asExpression: SCHEDULE_DIGEST,
    comment: 'SHA-256 of the other columns but the key: the same for the same schedule',
  })
  digest!: Buffer;
}
