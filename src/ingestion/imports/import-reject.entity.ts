import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Import } from './import.entity';
import type { RejectReason } from '../reject-reasons';

const PRIMARY_KEY = { primaryKeyConstraintName: 'import_reject_pkey' };

/** A row of an import that was rejected. Written and read in SQL and COPY only. */
@Entity('import_reject')
export class ImportReject {
  @PrimaryColumn('integer', { name: 'import_key', ...PRIMARY_KEY })
  @ForeignKey<Import>(() => Import, 'importKey', { name: 'import_reject_import_key_fkey', onDelete: 'CASCADE' })
  importKey!: number;

  @PrimaryColumn('bigint', {
    comment: 'CSV: line number, from 1; JSON: index, from 0; Kafka: offset within the partition',
    ...PRIMARY_KEY,
  })
  @Check('import_reject_line_check', 'line >= 0')
  line!: string;

  @Column('text')
  @Check(
    'import_reject_reason_check',
    `reason IN (
      'column_count', 'missing_field', 'invalid_store_id', 'invalid_status', 'invalid_timestamp',
      'timestamp_in_future', 'invalid_day', 'invalid_time', 'unknown_timezone', 'invalid_encoding',
      'not_an_object', 'before_retention', 'store_incomplete', 'invalid_date', 'invalid_closure', 'invalid_reason',
      'invalid_attribute', 'too_many_attributes')`,
  )
  reason!: RejectReason;

  @Column('text')
  @Check('import_reject_text_check', 'octet_length(text) <= 1024')
  text!: string;
}
