import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Planned downtime of a store, or of all. A closure that is revoked stays on record. Written and read in SQL only. */
@Entity('closure')
@Index('closure_same', ['storeId', 'startsAt', 'endsAt', 'reason'], { unique: true, where: 'revoked_at IS NULL' })
@Check('closure_check', 'starts_at < ends_at')
@Check('closure_check1', '(revoked_at IS NULL) = (revoked_by IS NULL)')
export class Closure {
  @PrimaryColumn('uuid', { name: 'closure_id', primaryKeyConstraintName: 'closure_pkey' })
  closureId!: string;

  @Column({ type: 'text', name: 'store_id', collation: 'C', comment: '*: all stores' })
  @Check('closure_store_id_check', 'length(store_id) BETWEEN 1 AND 128')
  storeId!: string;

  @Column('timestamptz', { name: 'starts_at' })
  @Check('closure_starts_at_check', 'isfinite(starts_at)')
  startsAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  @Check('closure_ends_at_check', 'isfinite(ends_at)')
  endsAt!: Date;

  @Column('text')
  @Check('closure_reason_check', 'length(reason) <= 200')
  reason!: string;

  @Column('timestamptz', { name: 'declared_at' })
  declaredAt!: Date;

  @Column('text', { name: 'declared_by', comment: 'As in audit.actor' })
  declaredBy!: string;

  @Column('uuid', { name: 'import_id', comment: 'The import that declared it' })
  importId!: string;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_by', nullable: true })
  revokedBy!: string | null;
}
