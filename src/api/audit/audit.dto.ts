import { ApiProperty } from '@nestjs/swagger';
import type { AuditEntry } from '../../access/audit/audit.entity';

export class AuditEntryDto {
  @ApiProperty({ type: 'integer', minimum: 1, example: 1042, description: 'Counts up.' })
  audit_no!: number;

  @ApiProperty({ format: 'date-time', example: '2026-01-01T12:00:00.000Z' })
  at!: string;

  @ApiProperty({
    example: 'key:8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49',
    description: 'key:<key_id>, cli:<account>, kafka:<group> or anonymous.',
  })
  actor!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'nightly import',
    description: 'The name of the key; null without one.',
  })
  actor_name!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '203.0.113.7',
    description: 'Where the request came from: see TRUST_PROXY; null if it was no request.',
  })
  address!: string | null;

  @ApiProperty({
    example: 'PUT /stores/{store_id}/timezone',
    description: 'The method and the path of the call, or the command.',
  })
  action!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { store_id: '42', import_id: '5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55' },
    description: 'What it was about, and what it has made.',
  })
  ids!: Readonly<Record<string, string>>;

  @ApiProperty({ example: 'done', description: 'done, or the code of the error.' })
  outcome!: string;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    example: 1,
    description: 'How many attempts it stands for: more than one if the outcome is left_out.',
  })
  times!: number;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto] })
  entries!: AuditEntryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toAuditEntryDto(entry: AuditEntry): AuditEntryDto {
  return {
    audit_no: entry.auditNo,
    at: entry.finishedAt.toISOString(),
    actor: entry.actor,
    actor_name: entry.actorName,
    address: entry.address,
    action: entry.action,
    ids: entry.ids,
    outcome: entry.outcome,
    times: entry.times,
  };
}
