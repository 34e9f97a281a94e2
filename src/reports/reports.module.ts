import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { QueueModule } from '../platform/queue/queue.module';
import { StoresModule } from '../stores/stores.module';
import { ReportGroups } from './figures/report-groups';
import { FiguresCache } from './figures/figures-cache';
import { ReportRows } from './figures/report-rows';
import { ReportTotals } from './figures/window-totals';
import { ReportEndings } from './queue/report-endings';
import { Report } from './report.entity';
import { ReportQueue } from './queue/report-queue';
import { ReportSweep } from './workers/report-sweep';
import { ReportsService } from './reports.service';
import { Superseding } from './superseding';

/** Triggers and serves reports in the HTTP process, which computes none of them. */
@Module({
  imports: [CalculatorModule, DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  providers: [
    FiguresCache,
    ReportEndings,
    ReportGroups,
    ReportRows,
    ReportTotals,
    ReportsService,
    ReportQueue,
    ReportSweep,
    Superseding,
  ],
  exports: [FiguresCache, ReportEndings, ReportGroups, ReportRows, ReportTotals, ReportsService, Superseding],
})
export class ReportsModule {}
