import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module';
import { QueueModule } from '../queue/queue.module';
import { StoresModule } from '../stores/stores.module';
import { Report } from './report.entity';
import { ReportEvents } from './report-events';
import { ReportQueue } from './report-queue';
import { ReportSweep } from './report-sweep';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';

/** Reports as the HTTP process serves them. It computes nothing. */
@Module({
  imports: [DatabaseModule, QueueModule, StoresModule, TypeOrmModule.forFeature([Report])],
  controllers: [ReportsController],
  providers: [ReportEvents, ReportsService, ReportQueue, ReportSweep],
})
export class ReportsModule {}
