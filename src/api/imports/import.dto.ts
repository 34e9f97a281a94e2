import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IMPORT_KINDS, type ImportKind } from '../../ingestion/csv/columns';
import {
  type Import,
  IMPORT_SOURCES,
  IMPORT_STATUSES,
  type ImportSource,
  type ImportStatus,
} from '../../ingestion/imports/import.entity';

export class ImportErrorDto {
  @ApiProperty({ example: 'wrong_header' })
  code!: string;

  @ApiProperty({
    example:
      'The header lacks the column timezone_str. The first line is: store_id,zone. A timezones file needs store_id, timezone_str.',
  })
  detail!: string;
}

/** An import as the API shows it. */
export class ImportDto {
  @ApiProperty({ format: 'uuid', example: '5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55' })
  import_id!: string;

  @ApiProperty({ enum: IMPORT_KINDS, example: 'store-status' })
  kind!: ImportKind;

  @ApiProperty({ enum: IMPORT_SOURCES, example: 'csv', description: 'How the data arrived.' })
  source!: ImportSource;

  @ApiProperty({ enum: IMPORT_STATUSES, example: 'Complete' })
  status!: ImportStatus;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 122_310_442,
    description: 'After decompression; grows while the import runs.',
  })
  bytes_read!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 1_750_004,
    description: 'rows_accepted + rows_unchanged + rows_rejected, once complete',
  })
  rows_read!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 1_749_990,
    description: 'Rows that changed something.',
  })
  rows_accepted!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 12,
    description: 'Rows that repeat what was already known.',
  })
  rows_unchanged!: number;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    format: 'int64',
    example: 2,
    description: 'Rows that are wrong, or belong to a store with such a row; see /imports/{import_id}/rejects.',
  })
  rows_rejected!: number;

  @ApiProperty({ format: 'date-time', example: '2026-01-01T12:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-01T12:00:04.000Z' })
  finished_at!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Most rows were rejected: 1200 of 1500.',
    description: 'What the counts do not show, in sentences; null if there is nothing to say.',
  })
  note!: string | null;

  @ApiPropertyOptional({ type: ImportErrorDto, description: 'Why it failed. Failed imports only.' })
  error?: ImportErrorDto;
}

/** An import as it is looked up. */
export class KeptImportDto extends ImportDto {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'store_status_october.csv',
    description: 'What its file is called where it came from; null: it did not say.',
  })
  file_name!: string | null;
}

export class ImportPageDto {
  @ApiProperty({ type: [KeptImportDto] })
  imports!: KeptImportDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toImportDto(found: Import): ImportDto {
  const dto: ImportDto = {
    import_id: found.importId,
    kind: found.kind,
    source: found.source,
    status: found.status,
    bytes_read: found.bytesRead,
    rows_read: found.rowsRead,
    rows_accepted: found.rowsAccepted,
    rows_unchanged: found.rowsUnchanged,
    rows_rejected: found.rowsRejected,
    created_at: found.createdAt.toISOString(),
    finished_at: found.finishedAt?.toISOString() ?? null,
    note: found.note,
  };
  if (found.errorCode !== null) dto.error = { code: found.errorCode, detail: found.error ?? '' };
  return dto;
}

export function toKeptImportDto(found: Import): KeptImportDto {
  return Object.assign(toImportDto(found), { file_name: found.fileName });
}
