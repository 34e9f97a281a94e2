import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { ProcessMetrics } from './process-metrics';

/** The metrics of this process, for Prometheus. Each room declares its own where it counts them. */
@Module({ imports: [DatabaseModule], providers: [ProcessMetrics], exports: [ProcessMetrics] })
export class MetricsModule {}
