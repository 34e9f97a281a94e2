import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { ApiModule } from './api/api.module';
import { ConfigModule } from './platform/config/config.module';
import { loggerOptions } from './platform/config/logging';
import type { DatabaseSettings, ServiceSettings } from './platform/config/settings';
import { KafkaConsumerModule } from './ingestion/kafka/kafka-consumer.module';
import { ReportWorkersModule } from './reports/report-workers.module';

/** The HTTP process. */
@Module({})
export class AppModule {
  static with(settings: ServiceSettings): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.with(settings), LoggerModule.forRoot(loggerOptions(settings)), ApiModule],
    };
  }
}

/** A worker process: it has no API. */
@Module({})
export class WorkerModule {
  static with(settings: ServiceSettings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [ConfigModule.with(settings), LoggerModule.forRoot(loggerOptions(settings)), ReportWorkersModule],
    };
  }
}

/** A consumer process: it takes observations from Kafka, and has no API either. */
@Module({})
export class ConsumerModule {
  static with(settings: DatabaseSettings): DynamicModule {
    return {
      module: ConsumerModule,
      imports: [ConfigModule.with(settings), LoggerModule.forRoot(loggerOptions(settings)), KafkaConsumerModule],
    };
  }
}
