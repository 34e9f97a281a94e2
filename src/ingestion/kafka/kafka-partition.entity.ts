import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = { primaryKeyConstraintName: 'kafka_partition_pkey' };

/** The last batch written from a partition. Written and read in SQL only. */
@Entity('kafka_partition', { comment: 'The last batch written from each partition' })
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
    comment: 'Digest of the message at first_offset; distinguishes the batch from one in a recreated topic',
  })
  firstSha256!: Buffer;

  @Column('bytea', { name: 'last_sha256', comment: 'Digest of the last message before next_offset' })
  lastSha256!: Buffer;
}
