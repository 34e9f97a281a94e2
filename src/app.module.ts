import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from './api/api.module';
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

/** A worker process: computes reports, serves no HTTP. */
@Module({ imports: [ReportWorkersModule] })
export class WorkerModule {
  static with(settings: ServiceSettings): DynamicModule {
    return { module: WorkerModule, imports: [ConfigModule.with(settings)] };
  }
}

/** A consumer process: reads observations from Kafka, serves no HTTP. */
@Module({ imports: [KafkaConsumerModule] })
export class ConsumerModule {
  static with(settings: DatabaseSettings): DynamicModule {
    return { module: ConsumerModule, imports: [ConfigModule.with(settings)] };
  }
}
