import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bull';
import { within } from '../../common/deadline';
import { FleetCountsService } from '../../fleet/fleet-counts';
import { clock } from '../../fleet/open-hours';
import { KafkaLag } from '../../ingestion/kafka/kafka-lag';
import { gauge } from '../../platform/metrics/instruments';
import { REPORT_QUEUE, SHARD_QUEUE } from '../../platform/queue/names';
import { ReportsService } from '../../reports/reports.service';

const answers = gauge('source_up', 'Whether PostgreSQL, Redis and Kafka answered for this scrape.', ['source']);

const stores = gauge('stores', 'Stores by state; one can be in several.', ['state']);
const observationAge = gauge('newest_observation_age_seconds', 'Age of the latest observation of all stores.');
const reportAge = gauge('newest_report_age_seconds', 'Time since a report was last completed.');

const jobs = gauge('queue_jobs', 'Jobs in the queues.', ['queue', 'state']);
const oldestJob = gauge('queue_oldest_job_age_seconds', 'Age of the job that has waited longest; 0 if none waits.', [
  'queue',
]);

const lag = gauge('kafka_lag_messages', 'Offsets that are left to read.', ['partition']);
const heldUp = gauge('kafka_partition_held_up', 'Whether reading a partition cannot continue.', ['partition']);

/** Milliseconds within which each must answer. */
const TIMEOUT = 2_000;

/** What all processes share: looked up for each scrape, where it is known. What cannot be known is left out. */
@Injectable()
export class FleetMetrics {
  constructor(
    private readonly counts: FleetCountsService,
    private readonly reports: ReportsService,
    private readonly kafkaLag: KafkaLag,
    @InjectQueue(REPORT_QUEUE) private readonly reportQueue: Queue,
    @InjectQueue(SHARD_QUEUE) private readonly shardQueue: Queue,
  ) {}

  async refresh(): Promise<void> {
    for (const each of [answers, stores, jobs, oldestJob, lag, heldUp]) each.reset();
    // An age of 0 would be a lie.
    for (const age of [observationAge, reportAge]) age.remove();
    await Promise.all([
      ask('postgresql', this.lookUpStores()),
      ask('redis', Promise.all([this.lookUpQueue(this.reportQueue), this.lookUpQueue(this.shardQueue)])),
      this.lookUpKafka(),
    ]);
  }

  private async lookUpStores(): Promise<void> {
    const [counts, completed] = await Promise.all([this.counts.get(), this.reports.lastCompletedAt()]);
    stores.set({ state: 'known' }, counts.stores);
    stores.set({ state: 'active' }, counts.active);
    stores.set({ state: 'inactive' }, counts.inactive);
    stores.set({ state: 'never observed' }, counts.neverObserved);
    stores.set({ state: 'open' }, counts.open);
    stores.set({ state: 'stale' }, counts.stale);
    if (counts.latestObservedAt !== undefined) observationAge.set((clock() - counts.latestObservedAt) / 1e6);
    if (completed !== undefined) reportAge.set((clock() - completed) / 1e6);
  }

  private async lookUpQueue(queue: Queue): Promise<void> {
    const [counts, [oldest]] = await Promise.all([queue.getJobCounts(), queue.getWaiting(0, 0)]);
    jobs.set({ queue: queue.name, state: 'waiting' }, counts.waiting);
    jobs.set({ queue: queue.name, state: 'active' }, counts.active);
    jobs.set({ queue: queue.name, state: 'delayed' }, counts.delayed);
    oldestJob.set({ queue: queue.name }, oldest ? clock() / 1e6 - oldest.timestamp / 1e3 : 0);
  }

  private async lookUpKafka(): Promise<void> {
    const state = await this.kafkaLag.state();
    if (!state) return;
    answers.set({ source: 'kafka' }, state.reachable ? 1 : 0);
    if (!state.reachable) return;
    for (const { partition, lag: left, held_up: why } of state.partitions) {
      lag.set({ partition: `${partition}` }, left);
      heldUp.set({ partition: `${partition}` }, why ? 1 : 0);
    }
  }
}

async function ask(source: string, lookUp: Promise<unknown>): Promise<void> {
  const answered = await within(TIMEOUT, lookUp).then(
    () => 1,
    () => 0,
  );
  answers.set({ source }, answered);
}
