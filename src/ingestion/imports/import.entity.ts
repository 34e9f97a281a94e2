import { Check, Column, Entity, Generated, Index, PrimaryColumn, Unique } from 'typeorm';
import { toNumber } from '../../platform/database/bigint';
import type { ImportKind } from '../csv/columns';

export const IMPORT_STATUSES = ['Running', 'Complete', 'Failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const IMPORT_SOURCES = ['csv', 'json', 'kafka'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** One body of one kind that came in, written as a whole or not at all. */
@Entity('import')
@Unique('import_import_key_key', ['importKey'])
@Unique('import_idempotency_key_key', ['idempotencyKey'])
@Index('import_by_source', ['source', 'importKey'])
@Index('import_running', ['seenAt'], { where: `status = 'Running'` })
@Index('import_written', ['writeNo', 'changedFrom'], { where: 'write_no IS NOT NULL' })
@Index('import_without_observations', ['finishedAt'], { where: `kind <> 'store-status' OR rows_accepted = 0` })
@Index('import_last_observed', ['lastObservedAt'])
@Index('import_finished', ['finishedAt'])
@Index('import_keyed', ['finishedAt'], { where: 'idempotency_key IS NOT NULL' })
@Check('import_check', `status <> 'Complete' OR rows_read = rows_accepted + rows_unchanged + rows_rejected`)
@Check('import_check1', `(status = 'Running') = (finished_at IS NULL)`)
@Check('import_check2', `(status = 'Failed') = (error_code IS NOT NULL)`)
export class Import {
  @PrimaryColumn('uuid', { name: 'import_id', primaryKeyConstraintName: 'import_pkey' })
  importId!: string;

  @Column({ type: 'integer', name: 'import_key', generatedIdentity: 'ALWAYS' })
  @Generated('increment')
  importKey!: number;

  @Column('text')
  @Check(
    'import_kind_check',
    `kind IN ('store-status', 'business-hours', 'timezones', 'special-hours', 'closures', 'stores')`,
  )
  kind!: ImportKind;

  @Column('text', { default: 'csv' })
  @Check('import_source_check', `source IN ('csv', 'json', 'kafka')`)
  source!: ImportSource;

  @Column('text', {
    name: 'file_name',
    nullable: true,
    comment: 'What its file is called where it came from; null: it did not say',
  })
  @Check('import_file_name_check', 'length(file_name) BETWEEN 1 AND 200')
  fileName!: string | null;

  @Column('text', { default: 'Running' })
  @Check('import_status_check', `status IN ('Running', 'Complete', 'Failed')`)
  status!: ImportStatus;

  @Column('bigint', { name: 'bytes_read', default: 0, transformer: toNumber })
  @Check('import_bytes_read_check', 'bytes_read >= 0')
  bytesRead!: number;

  @Column('bigint', { name: 'rows_read', default: 0, transformer: toNumber })
  @Check('import_rows_read_check', 'rows_read >= 0')
  rowsRead!: number;

  @Column('bigint', { name: 'rows_accepted', default: 0, transformer: toNumber })
  @Check('import_rows_accepted_check', 'rows_accepted >= 0')
  rowsAccepted!: number;

  @Column('bigint', { name: 'rows_unchanged', default: 0, transformer: toNumber })
  @Check('import_rows_unchanged_check', 'rows_unchanged >= 0')
  rowsUnchanged!: number;

  @Column('bigint', { name: 'rows_rejected', default: 0, transformer: toNumber })
  @Check('import_rows_rejected_check', 'rows_rejected >= 0')
  rowsRejected!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('text', {
    nullable: true,
    comment: 'What the counts of a complete import do not show, in sentences; null: nothing to say',
  })
  note!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', {
    name: 'seen_at',
    default: () => 'now()',
    comment: 'When the process that receives the import last reported that it is alive',
  })
  seenAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('bigint', {
    name: 'write_no',
    nullable: true,
    select: false,
    comment:
      'Numbers complete imports in the order in which they became visible; null: not complete, or completed before this column was added',
  })
  writeNo!: string | null;

  @Column('timestamptz', {
    name: 'changed_from',
    nullable: true,
    select: false,
    comment:
      'The earliest instant whose data the import changed; -infinity: it changed hours or zones, which have no instant; null: it changed nothing',
  })
  changedFrom!: Date | number | null;

  @Column('timestamptz', {
    name: 'last_observed_at',
    nullable: true,
    select: false,
    comment: 'The latest instant of its observations; null: it has none, or was completed before this column was added',
  })
  lastObservedAt!: Date | null;

  @Column('boolean', {
    name: 'statuses_recorded',
    default: false,
    select: false,
    comment:
      'Whether status_change tells where it changed statuses; false: not complete, or completed by a release before that table',
  })
  statusesRecorded!: boolean;

  @Column('text', { name: 'idempotency_key', nullable: true, select: false })
  @Check('import_idempotency_key_check', 'length(idempotency_key) BETWEEN 1 AND 255')
  idempotencyKey!: string | null;

  @Column('bytea', {
    name: 'request_sha256',
    nullable: true,
    select: false,
    comment: 'Digest of the request that came with the idempotency key',
  })
  requestSha256!: Buffer | null;
}
