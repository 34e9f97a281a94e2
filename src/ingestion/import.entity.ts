import { Column, Entity, Generated, PrimaryColumn } from 'typeorm';
import { toNumber } from '../platform/database/bigint';
import type { ImportKind } from './csv/columns';

export const IMPORT_STATUSES = ['Running', 'Complete', 'Failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const IMPORT_SOURCES = ['csv', 'json', 'kafka'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What came in: one body of one kind, all of it or nothing. */
@Entity('import')
export class Import {
  @PrimaryColumn('uuid', { name: 'import_id' })
  importId!: string;

  @Column('integer', { name: 'import_key' })
  @Generated('increment')
  importKey!: number;

  @Column('text')
  kind!: ImportKind;

  /** How it came. */
  @Column('text', { default: 'csv' })
  source!: ImportSource;

  @Column('text', { default: 'Running' })
  status!: ImportStatus;

  @Column('bigint', { name: 'bytes_read', default: 0, transformer: toNumber })
  bytesRead!: number;

  @Column('bigint', { name: 'rows_read', default: 0, transformer: toNumber })
  rowsRead!: number;

  @Column('bigint', { name: 'rows_accepted', default: 0, transformer: toNumber })
  rowsAccepted!: number;

  @Column('bigint', { name: 'rows_unchanged', default: 0, transformer: toNumber })
  rowsUnchanged!: number;

  @Column('bigint', { name: 'rows_rejected', default: 0, transformer: toNumber })
  rowsRejected!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  @Column('text', { nullable: true })
  error!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' })
  seenAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
