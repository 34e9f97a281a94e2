import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalculatorModule } from '../../calculator/calculator.module';
import { DatabaseModule } from '../../platform/database/database.module';
import { QueueModule } from '../../platform/queue/queue.module';
import { FigureData } from '../../observations/read/figure-data';
import { StoresModule } from '../../stores/stores.module';
import { Report } from '../report.entity';
import { ReportPlan } from '../report-plan';
import { ReportQueue } from '../queue/report-queue';
import { FleetSnapshots } from './fleet-snapshots';
import { ReportSweep } from './report-sweep';
import { ReportProcessor } from './report.processor';
import { ShardProcessor } from '../shards/shard.processor';
import { ShardReport } from '../shards/shard-report';

/** Computes reports in a worker process. */
@Module({
  imports: [CalculatorModule, DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  providers: [
    FigureData,
    FleetSnapshots,
    ReportPlan,
    ReportProcessor,
    ReportQueue,
    ReportSweep,
    ShardProcessor,
    ShardReport,
  ],
})
export class ReportWorkersModule {}
