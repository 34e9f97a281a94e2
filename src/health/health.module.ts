import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseModule } from '../platform/database/database.module';
import { KafkaLagModule } from '../ingestion/kafka/kafka-lag.module';
import { QueueModule } from '../platform/queue/queue.module';
import { Readiness } from './readiness';

/** Readiness checks for probes and operators. */
@Module({
  imports: [DatabaseModule, KafkaLagModule, QueueModule, TerminusModule.forRoot({ logger: false })],
  providers: [Readiness],
  exports: [Readiness, TerminusModule],
})
export class HealthModule {}
