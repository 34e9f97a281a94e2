import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import type { Micros } from '../../calculator/instants';
import { formatTimestamp } from '../../common/timestamp';
import type { DeclaredClosure } from '../../stores/schedules/closures';
import { ALL_STORES, isReason, MAX_REASON } from '../../stores/schedules/write-closures';
import { isStoreId, STORE_ID } from '../../stores/store-id';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { AfterFrom, BooleanParameter, InstantParameter, PageQuery, trimmed } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';

const STORE_OR_ALL = new RegExp(`^(?:\\*|${STORE_ID.source.slice(1, -1)})$`);

/** The body of `POST /closures`. */
@ApiSchema(NO_OTHER_FIELDS)
export class NewClosureDto {
  @ApiProperty({ pattern: trimmed(STORE_OR_ALL), example: '42', description: 'A store, or * for all stores.' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @Rule('invalid_store_id', (id) => typeof id === 'string' && (id === ALL_STORES || isStoreId(id)))
  store_id!: string;

  @InstantParameter({ required: true, example: '2024-10-03T18:00:00Z', description: 'Included' })
  from!: Micros;

  @InstantParameter({ required: true, example: '2024-10-05T06:00:00Z', description: 'Not included, and after from' })
  @Rule('invalid_closure', (to, body) => {
    const from = 'from' in body ? body.from : undefined;
    return typeof from !== 'number' || typeof to !== 'number' || !(from >= to);
  })
  to!: Micros;

  @ApiPropertyOptional({ type: String, maxLength: MAX_REASON, example: 'kitchen refit', default: '' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @Rule('invalid_reason', (reason) => reason === undefined || (typeof reason === 'string' && isReason(reason)), {
    most: MAX_REASON,
  })
  reason?: string;
}

/** Planned downtime. */
export class ClosureDto {
  @ApiProperty({ format: 'uuid', example: '6ba7b810-9dad-41d1-80b4-00c04fd430c8' })
  closure_id!: string;

  @ApiProperty({ example: '42', description: '*: all stores.' })
  store_id!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-03T18:00:00.000000Z' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-05T06:00:00.000000Z' })
  to!: string;

  @ApiProperty({ example: 'kitchen refit' })
  reason!: string;

  @ApiProperty({ format: 'date-time', example: '2024-10-01T09:00:00.000000Z' })
  declared_at!: string;

  @ApiProperty({ example: 'anonymous', description: 'Who declared it, as in the audit.' })
  declared_by!: string;

  @ApiProperty({ example: false, description: 'Whether it was declared after it had begun.' })
  declared_late!: boolean;

  @ApiProperty({ format: 'uuid', description: 'The import that declared it.' })
  import_id!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it counts.' })
  revoked_at!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who revoked it, as in the audit.' })
  revoked_by!: string | null;
}

export class ClosurePageDto {
  @ApiProperty({ type: [ClosureDto] })
  closures!: ClosureDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

/** The query of `GET /closures`. */
export class ListClosuresQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    pattern: STORE_ID.source,
    example: '42',
    description: 'Only closures of this store, with those of all stores',
  })
  @IsOptional()
  @Rule('invalid_store_id', (id) => typeof id === 'string' && isStoreId(id))
  store_id?: string;

  @InstantParameter({ required: false, example: '2024-10-01T00:00:00Z', description: 'Only closures that end later' })
  from?: Micros;

  @InstantParameter({
    required: false,
    example: '2024-11-01T00:00:00Z',
    description: 'Only closures that begin earlier',
  })
  @AfterFrom()
  to?: Micros;

  @BooleanParameter({ default: false, example: true, description: 'Whether to list also those that were revoked' })
  revoked = false;
}

export function toClosureDto(closure: DeclaredClosure): ClosureDto {
  return {
    closure_id: closure.closureId,
    store_id: closure.storeId,
    from: formatTimestamp(closure.from),
    to: formatTimestamp(closure.to),
    reason: closure.reason,
    declared_at: formatTimestamp(closure.declaredAt),
    declared_by: closure.declaredBy,
    declared_late: closure.declaredAt > closure.from,
    import_id: closure.importId,
    revoked_at: closure.revoked ? formatTimestamp(closure.revoked.at) : null,
    revoked_by: closure.revoked?.by ?? null,
  };
}
