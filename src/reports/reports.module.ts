import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module';
import { QueueModule } from '../queue/queue.module';
import { StoresModule } from '../stores/stores.module';
import { FiguresCache } from './figures-cache';
import { Report } from './report.entity';
import { ReportEvents } from './report-events';
import { ReportQueue } from './report-queue';
import { ReportSweep } from './report-sweep';
import { ReportRowsController } from './report-rows.controller';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';

/** Reports as the HTTP process serves them. It computes nothing. */
@Module({
  imports: [DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  controllers: [ReportsController, ReportRowsController],
  providers: [FiguresCache, ReportEvents, ReportsService, ReportQueue, ReportSweep],
  exports: [FiguresCache, ReportsService],
})
export class ReportsModule {}
