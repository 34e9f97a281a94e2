import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Scope } from '../../platform/config/scopes';
import { ApiKey } from '../keys/api-key.entity';

/** Somebody is logged in with a browser. Written and read in SQL only. */
@Entity('session')
@Index('session_expires', ['expiresAt'])
@Check('session_check', '(key_id IS NULL) = (actor IS NOT NULL AND scopes IS NOT NULL)')
export class Session {
  @PrimaryColumn('bytea', {
    name: 'token_sha256',
    primaryKeyConstraintName: 'session_pkey',
    comment: 'Of the token in the cookie, which is stored nowhere',
  })
  @Check('session_token_sha256_check', 'octet_length(token_sha256) = 32')
  tokenSha256!: Buffer;

  @Column('uuid', {
    name: 'key_id',
    nullable: true,
    comment: 'The key that it ends with; null: of somebody who logged in elsewhere',
  })
  @ForeignKey<ApiKey>(() => ApiKey, 'keyId', { name: 'session_key_id_fkey' })
  keyId!: string | null;

  @Column('text', { nullable: true, comment: 'Who logged in elsewhere, as in audit.actor' })
  @Check('session_actor_check', 'length(actor) BETWEEN 1 AND 300')
  actor!: string | null;

  @Column('text', { array: true, nullable: true })
  @Check('session_scopes_check', `scopes <@ ARRAY['read', 'ingest', 'report', 'admin']`)
  scopes!: Scope[] | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
