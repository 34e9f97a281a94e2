import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'kafka_partition_pkey' };

/** The batch of a partition that was written last. Written and read in SQL only. */
@Entity('kafka_partition', { comment: 'The batch of each partition that was written last' })
@Check('kafka_partition_check', 'first_offset < next_offset')
export class KafkaPartition {
  @PrimaryColumn('text', { name: 'consumer_group', ...PRIMARY_KEY })
  consumerGroup!: string;

  @PrimaryColumn('text', { ...PRIMARY_KEY })
  topic!: string;

  @PrimaryColumn('integer', { ...PRIMARY_KEY })
  partition!: number;

  @Column('bigint', { name: 'first_offset' })
  firstOffset!: string;

  @Column('bigint', { name: 'next_offset' })
  nextOffset!: string;

  @Column('bytea', {
    name: 'first_sha256',
    comment: 'Of the message at first_offset: tells the batch from one of a topic that was created anew',
  })
  firstSha256!: Buffer;

  @Column('bytea', { name: 'last_sha256', comment: 'Of the message before next_offset' })
  lastSha256!: Buffer;
}
