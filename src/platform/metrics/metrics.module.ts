import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { ProcessMetrics } from './process-metrics';

/** What Prometheus is told of a process. Each room declares its own metrics where it counts them. */
@Module({ imports: [DatabaseModule], providers: [ProcessMetrics], exports: [ProcessMetrics] })
export class MetricsModule {}
