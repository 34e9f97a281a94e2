import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseModule } from '../platform/database/database.module';
import { KafkaLagModule } from '../ingestion/kafka/kafka-lag.module';
import { QueueModule } from '../platform/queue/queue.module';
import { Readiness } from './readiness';

/** Readiness checks for probes and operators. */
@Module({
  imports: [DatabaseModule, KafkaLagModule, TerminusModule.forRoot({ logger: false })],
  providers: [Readiness],
  exports: [Readiness, TerminusModule],
})
export class HealthModule {
  /** @param redis whether the process needs Redis */
  static with({ redis }: { readonly redis: boolean }): DynamicModule {
    return { module: HealthModule, imports: redis ? [QueueModule] : [] };
  }
}
