import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Key, NewKey } from '../../access/keys/keys';
import { KEY_NAME } from '../../access/keys/api-key.entity';
import type { Micros } from '../../calculator/instants';
import { inOrder, isScope, type Scope, SCOPES } from '../../platform/config/scopes';
import { NO_OTHER_FIELDS } from '../http/validation/body-fields';
import { InstantParameter, inWords, UuidParameter } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';

const KEY_ID = { example: '8c5f3a1e-0d52-4b0e-9a76-5d6f1c2b3a49', description: 'The key_id of a key' };

/** The id of the key in a path. */
export class KeyIdParameter {
  @UuidParameter({ required: true, ...KEY_ID })
  key_id!: string;
}

/** The body of `POST /keys`. */
@ApiSchema(NO_OTHER_FIELDS)
export class CreateKeyDto {
  @ApiProperty({ pattern: KEY_NAME.source, example: 'nightly import', description: 'Several keys may have the same.' })
  @Rule('invalid_name', (name) => typeof name === 'string' && KEY_NAME.test(name))
  name!: string;

  @ApiProperty({
    enum: SCOPES,
    isArray: true,
    minItems: 1,
    maxItems: SCOPES.length,
    uniqueItems: true,
    example: ['ingest'],
    description: 'None includes another.',
  })
  @Rule('invalid_scopes', isScopes, { choices: inWords(SCOPES) })
  scopes!: Scope[];

  @InstantParameter({
    required: false,
    nullable: true,
    example: '2030-01-01T00:00:00Z',
    description: 'When it ends. Left out or null: never',
  })
  expires_at?: Micros | null;
}

function isScopes(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isScope) && new Set(value).size === value.length;
}

export class KeyDto {
  @ApiProperty({ format: 'uuid', ...KEY_ID })
  key_id!: string;

  @ApiProperty({ example: 'nightly import' })
  name!: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['ingest'] })
  scopes!: Scope[];

  @ApiProperty({ format: 'date-time', example: '2026-01-01T12:00:00.000Z' })
  created_at!: string;

  @ApiProperty({ example: 'cli:root', description: 'Who made it, as in the audit.' })
  created_by!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'null: never' })
  expires_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'When it was revoked, or ends because another one took its place; null: neither.',
  })
  revoked_at!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-01-02T03:00:00.000Z',
    description: 'Up to a minute late; null: never.',
  })
  last_used_at!: string | null;
}

export class NewKeyDto extends KeyDto {
  @ApiProperty({ example: 'rm_…', description: 'The key itself, which is shown only now.' })
  key!: string;
}

export class KeyPageDto {
  @ApiProperty({ type: [KeyDto] })
  keys!: KeyDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'YW4gZXhhbXBsZQ',
    description: 'For the next page; null on the last one.',
  })
  next_cursor!: string | null;
}

export function toKeyDto(key: Key): KeyDto {
  return fieldsOf(key);
}

export function toNewKeyDto({ key, secret }: NewKey): NewKeyDto {
  return { ...fieldsOf(key), key: secret };
}

function fieldsOf(key: Key) {
  return {
    key_id: key.keyId,
    name: key.name,
    scopes: inOrder(key.scopes),
    created_at: key.createdAt.toISOString(),
    created_by: key.createdBy,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}
