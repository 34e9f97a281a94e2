import { Check, Column, Entity, Generated, Index, PrimaryColumn } from 'typeorm';
import { toNumber } from '../../platform/database/bigint';

/** An entry of the audit: a write, or an attempt that was refused. Entries are only added. */
@Entity('audit')
@Index('audit_finished', ['finishedAt'])
@Index('audit_actor', ['actor', 'auditNo'])
export class AuditEntry {
  @PrimaryColumn({
    type: 'bigint',
    name: 'audit_no',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'audit_pkey',
    transformer: toNumber,
  })
  @Generated('increment')
  auditNo!: number;

  @Column('timestamptz', { name: 'finished_at', default: () => 'clock_timestamp()' })
  finishedAt!: Date;

  @Column('text', { comment: 'key:<key_id>, cli:<account>, kafka:<group> or anonymous' })
  @Check('audit_actor_check', 'length(actor) BETWEEN 1 AND 300')
  actor!: string;

  @Column('text', { name: 'actor_name', nullable: true, comment: 'The name of the key at that time' })
  @Check('audit_actor_name_check', 'length(actor_name) BETWEEN 1 AND 300')
  actorName!: string | null;

  @Column('text', { nullable: true, comment: 'Where the request came from; null: no request' })
  @Check('audit_address_check', 'length(address) BETWEEN 1 AND 100')
  address!: string | null;

  @Column('text', {
    comment: 'The method and the path of the call, with {names} in place of ids, or the command',
  })
  @Check('audit_action_check', 'length(action) BETWEEN 1 AND 200')
  action!: string;

  @Column('jsonb', { comment: 'What it was about, by name' })
  ids!: Readonly<Record<string, string>>;

  @Column('text', { comment: 'done, or the code of the error' })
  @Check('audit_outcome_check', `outcome ~ '^[a-z0-9_]{1,64}$'`)
  outcome!: string;

  @Column('integer', { default: 1, comment: 'How many attempts it stands for' })
  @Check('audit_times_check', 'times > 0')
  times!: number;
}
