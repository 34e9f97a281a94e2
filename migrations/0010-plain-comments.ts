import type { MigrationInterface, QueryRunner } from 'typeorm';

const COMMENTS: readonly { on: string; old: string; plain: string }[] = [
  {
    on: 'COLUMN store.timezone',
    old: 'An IANA name; null: the default time zone of whoever asks',
    plain: 'IANA name; null: the default time zone of the report or request',
  },
  {
    on: 'COLUMN store.last_observed_at',
    old: 'The latest observation of this store; null: none yet',
    plain: 'Instant of the latest observation of this store; null: never observed',
  },
  {
    on: 'TABLE observation',
    old: 'At one instant one store was active or inactive, and which import said so last',
    plain: 'Status of a store at an instant, and the import that last wrote it',
  },
  {
    on: 'FUNCTION create_observation_partition',
    old: 'Creates the partition that holds an instant, unless it is there: a week from Monday 00:00 UTC, or all that is before 2000',
    plain:
      'Creates the partition for an instant unless it exists: a week from Monday 00:00 UTC, or everything before the first Monday of 2000',
  },
  {
    on: 'COLUMN observation_retention.kept_from',
    old: 'Observations before this instant were dropped, and none are taken any more; their status runs are kept',
    plain: 'Observations before this instant were dropped, and new ones are rejected; their status runs are kept',
  },
  {
    on: 'COLUMN import.seen_at',
    old: 'When the process that receives it last said that it lives',
    plain: 'When the process that receives the import last reported that it is alive',
  },
  {
    on: 'COLUMN import.write_no',
    old: 'Complete imports in the order in which they became visible; null: complete before there was such a number, or not complete',
    plain:
      'Numbers complete imports in the order in which they became visible; null: not complete, or completed before this column was added',
  },
  {
    on: 'COLUMN import.changed_from',
    old: 'The earliest instant of which it changed what is known; -infinity: hours or zones, which have no instant; null: nothing',
    plain:
      'The earliest instant whose data the import changed; -infinity: it changed hours or zones, which have no instant; null: it changed nothing',
  },
  {
    on: 'COLUMN import.request_sha256',
    old: 'What came with the idempotency key',
    plain: 'Digest of the request that came with the idempotency key',
  },
  {
    on: 'COLUMN import_reject.line',
    old: 'In a CSV file the line, from 1; of JSON the index, from 0; of Kafka the offset within the partition',
    plain: 'CSV: line number, from 1; JSON: index, from 0; Kafka: offset within the partition',
  },
  {
    on: 'TABLE kafka_partition',
    old: 'The batch of each partition that was written last',
    plain: 'The last batch written from each partition',
  },
  {
    on: 'COLUMN kafka_partition.first_sha256',
    old: 'Of the message at first_offset: tells the batch from one of a topic that was created anew',
    plain: 'Digest of the message at first_offset; distinguishes the batch from one in a recreated topic',
  },
  {
    on: 'COLUMN kafka_partition.last_sha256',
    old: 'Of the message before next_offset',
    plain: 'Digest of the last message before next_offset',
  },
  {
    on: 'COLUMN report.request_sha256',
    old: 'What was asked for: a key that comes again with something else is refused',
    plain: 'Digest of the request; an idempotency key that is reused with another request is refused',
  },
  {
    on: 'COLUMN report.seen_write_no',
    old: 'The last import.write_no that its snapshot holds',
    plain: 'The last import.write_no visible in the snapshot of the report',
  },
  {
    on: 'COLUMN report.store_ids',
    old: 'The stores that it is limited to; null: all',
    plain: 'The stores that the report is limited to; null: all stores',
  },
  {
    on: 'COLUMN report.uptime_share',
    old: 'Uptime by business time over all its stores: last hour, last day, last week, each null without business time; null: not complete, or complete before this column was',
    plain:
      'Uptime divided by business time, over all stores of the report: last hour, last day, last week, each null without business time; null: not complete, or completed before this column was added',
  },
  {
    on: 'COLUMN report_shard.csv',
    old: `The rows of the shard's stores; null: not computed yet`,
    plain: 'CSV rows of the stores in the shard; null: not computed yet',
  },
  {
    on: 'COLUMN report_shard.uptime_us',
    old: 'The sums over its stores, in microseconds: last hour, last day, last week; null: not computed yet',
    plain:
      'Total uptime of the stores in the shard, in microseconds: last hour, last day, last week; null: not computed yet',
  },
  {
    on: 'COLUMN report_shard.downtime_us',
    old: 'As uptime_us',
    plain: 'Total downtime, in the same form as uptime_us',
  },
];

/** Rewrites the comments of the schema in plain English. */
export class PlainComments implements MigrationInterface {
  readonly name = 'plain-comments-0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    for (const { on, plain } of COMMENTS) await comment(runner, on, plain);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { on, old } of COMMENTS) await comment(runner, on, old);
  }
}

async function comment(runner: QueryRunner, on: string, text: string): Promise<void> {
  await runner.query(`COMMENT ON ${on} IS '${text.replaceAll(`'`, `''`)}'`);
}
