import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What a target can be of, from the least to the most special. */
export const TARGET_SCOPES = ['fleet', 'attribute', 'store'] as const;
export type TargetScope = (typeof TARGET_SCOPES)[number];

const PRIMARY_KEY = { collation: 'C', primaryKeyConstraintName: 'target_pkey' };

/** A target of the fleet, of an attribute's value, or of a store. Written and read in SQL only. */
@Entity('target')
export class TargetEntity {
  @PrimaryColumn({ type: 'text', ...PRIMARY_KEY })
  @Check('target_scope_check', `scope IN ('fleet', 'attribute', 'store')`)
  scope!: TargetScope;

  @PrimaryColumn({
    type: 'text',
    name: 'attribute_key',
    comment: 'The attribute.attribute_key; empty unless the scope is attribute',
    ...PRIMARY_KEY,
  })
  attributeKey!: string;

  @PrimaryColumn({
    type: 'text',
    comment: 'The value of the attribute, or the id of the store; empty for the fleet',
    ...PRIMARY_KEY,
  })
  subject!: string;

  @Column('text', { comment: 'Exactly, as the shortest text' })
  @Check('target_percent_check', `percent ~ '^(100|[1-9]?[0-9](\\.[0-9]{0,5}[1-9])?)$' AND percent <> '0'`)
  percent!: string;

  @Column('timestamptz', { name: 'set_at', default: () => 'now()' })
  setAt!: Date;

  @Column('text', { name: 'set_by', comment: 'As in audit.actor' })
  setBy!: string;
}
