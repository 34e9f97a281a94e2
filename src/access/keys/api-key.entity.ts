import { Check, Column, Entity, Generated, PrimaryColumn, Unique } from 'typeorm';
import type { Scope } from '../../platform/config/scopes';

/** The name of a key. */
export const KEY_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._@:-]{0,99}$/;

/** A key by which a program or a person may call the API. Rows are never deleted: the audit names them. */
@Entity('api_key')
@Unique('api_key_key_no_key', ['keyNo'])
@Unique('api_key_secret_sha256_key', ['secretSha256'])
@Check('api_key_check', 'expires_at > created_at AND isfinite(expires_at)')
export class ApiKey {
  @PrimaryColumn('uuid', { name: 'key_id', primaryKeyConstraintName: 'api_key_pkey' })
  keyId!: string;

  @Column({
    type: 'integer',
    name: 'key_no',
    generatedIdentity: 'ALWAYS',
    comment: 'The order in which keys were made',
  })
  @Generated('increment')
  keyNo!: number;

  @Column('text')
  @Check('api_key_name_check', `name ~ '${KEY_NAME.source}'`)
  name!: string;

  @Column('text', { array: true })
  @Check('api_key_scopes_check', `cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'ingest', 'report', 'admin']`)
  scopes!: Scope[];

  @Column('bytea', { name: 'secret_sha256', comment: 'Of the whole key, which is stored nowhere' })
  @Check('api_key_secret_sha256_check', 'octet_length(secret_sha256) = 32')
  secretSha256!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('text', { name: 'created_by', comment: 'Who made it, as in audit.actor' })
  createdBy!: string;

  @Column('timestamptz', { name: 'expires_at', nullable: true, comment: 'Null: never' })
  expiresAt!: Date | null;

  @Column('timestamptz', {
    name: 'revoked_at',
    nullable: true,
    comment: 'When it ends or ended before that; null: it does not',
  })
  revokedAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true, comment: 'Up to a minute late; null: never' })
  lastUsedAt!: Date | null;
}
