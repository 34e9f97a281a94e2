import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseModule } from '../platform/database/database.module';
import { KafkaLagModule } from '../ingestion/kafka/kafka-lag.module';
import { QueueModule } from '../platform/queue/queue.module';
import { HealthController } from '../api/health/health.controller';
import { Readiness } from './readiness';

/** What probes and operators ask. */
@Module({
  imports: [DatabaseModule, KafkaLagModule, QueueModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness],
  exports: [Readiness],
})
export class HealthModule {}
