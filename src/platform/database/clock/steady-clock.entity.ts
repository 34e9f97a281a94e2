import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The clock of PostgreSQL, as it was last seen. */
@Entity('steady_clock')
export class SteadyClock {
  @PrimaryColumn('boolean', { name: 'only_row', default: true, primaryKeyConstraintName: 'steady_clock_pkey' })
  @Check('steady_clock_only_row_check', 'only_row')
  onlyRow!: boolean;

  @Column('timestamptz', {
    name: 'seen_at',
    nullable: true,
    comment: 'When it was last looked at, by itself; null: never',
  })
  seenAt!: Date | null;

  @Column('timestamptz', {
    name: 'steady_since',
    default: () => `'-infinity'`,
    comment: 'Since when it has not jumped, by itself',
  })
  steadySince!: Date;
}
