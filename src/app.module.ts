import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from './api/api.module';
import { ProbesModule } from './api/probes/probes.module';
import { KafkaConsumerModule } from './ingestion/kafka/kafka-consumer.module';
import { ConfigModule } from './platform/config/config.module';
import type { DatabaseSettings, ServiceSettings } from './platform/config/settings';
import { ReportWorkersModule } from './reports/workers/report-workers.module';

/** The HTTP process. */
@Module({ imports: [ApiModule] })
export class AppModule {
  static with(settings: ServiceSettings): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(settings)] };
  }
}

/** A worker process: computes reports. */
@Module({ imports: [ReportWorkersModule, ProbesModule.with({ redis: true })] })
export class WorkerModule {
  static with(settings: ServiceSettings): DynamicModule {
    return { module: WorkerModule, imports: [ConfigModule.with(settings)] };
  }
}

/** A consumer process: reads observations from Kafka. */
@Module({ imports: [KafkaConsumerModule, ProbesModule.with({ redis: false })] })
export class ConsumerModule {
  static with(settings: DatabaseSettings): DynamicModule {
    return { module: ConsumerModule, imports: [ConfigModule.with(settings)] };
  }
}
