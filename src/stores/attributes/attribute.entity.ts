import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An attribute that a store has or had. */
@Entity('attribute')
export class AttributeEntity {
  @PrimaryColumn({
    type: 'text',
    name: 'attribute_key',
    collation: 'C',
    comment: 'Its name in lower case',
    primaryKeyConstraintName: 'attribute_pkey',
  })
  attributeKey!: string;

  @Column('text', { comment: 'As it was first written' })
  name!: string;
}
