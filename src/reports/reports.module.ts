import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { QueueModule } from '../platform/queue/queue.module';
import { StoresModule } from '../stores/stores.module';
import { FiguresCache } from './figures/figures-cache';
import { Report } from './report.entity';
import { ReportEvents } from '../api/reports/report-events';
import { ReportQueue } from './report-queue';
import { ReportSweep } from './report-sweep';
import { ReportRowsController } from '../api/reports/report-rows.controller';
import { ReportsController } from '../api/reports/reports.controller';
import { ReportsService } from './reports.service';

/** Reports as the HTTP process serves them. It computes nothing. */
@Module({
  imports: [DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  controllers: [ReportsController, ReportRowsController],
  providers: [FiguresCache, ReportEvents, ReportsService, ReportQueue, ReportSweep],
  exports: [FiguresCache, ReportsService],
})
export class ReportsModule {}
