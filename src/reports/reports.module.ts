import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { QueueModule } from '../platform/queue/queue.module';
import { StoresModule } from '../stores/stores.module';
import { FiguresCache } from './figures/figures-cache';
import { Report } from './report.entity';
import { ReportQueue } from './report-queue';
import { ReportSweep } from './workers/report-sweep';
import { ReportsService } from './reports.service';

/** Triggers and serves reports in the HTTP process, which computes none of them. */
@Module({
  imports: [DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  providers: [FiguresCache, ReportsService, ReportQueue, ReportSweep],
  exports: [FiguresCache, ReportsService],
})
export class ReportsModule {}
