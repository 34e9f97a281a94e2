import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says from when on observations are kept. Written and read in SQL only. */
@Entity('observation_retention')
export class ObservationRetentionRow {
  @PrimaryColumn('boolean', {
    name: 'only_row',
    default: true,
    primaryKeyConstraintName: 'observation_retention_pkey',
  })
  @Check('observation_retention_only_row_check', 'only_row')
  onlyRow!: true;

  @Column('timestamptz', {
    name: 'kept_from',
    default: () => `'-infinity'`,
    comment: 'Observations before this instant were dropped, and new ones are rejected; their status runs are kept',
  })
  keptFrom!: Date | number;

  @Column('bigint', {
    name: 'retention_ms',
    nullable: true,
    comment: 'OBSERVATION_RETENTION in milliseconds, as it was when old observations were last looked for; null: never',
  })
  retentionMs!: string | null;

  @Column('timestamptz', {
    name: 'retention_set_at',
    nullable: true,
    comment: 'When retention_ms was recorded or last changed',
  })
  retentionSetAt!: Date | null;
}
