import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApiKey } from '../keys/api-key.entity';

/** Somebody is logged in with a browser. Written and read in SQL only. */
@Entity('session')
@Index('session_expires', ['expiresAt'])
export class Session {
  @PrimaryColumn('bytea', {
    name: 'token_sha256',
    primaryKeyConstraintName: 'session_pkey',
    comment: 'Of the token in the cookie, which is stored nowhere',
  })
  @Check('session_token_sha256_check', 'octet_length(token_sha256) = 32')
  tokenSha256!: Buffer;

  @Column('uuid', { name: 'key_id', comment: 'The key that it ends with' })
  @ForeignKey<ApiKey>(() => ApiKey, 'keyId', { name: 'session_key_id_fkey' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
