import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { Import } from './import.entity';
import { ImportsService } from './imports.service';
import { ObservationRetention } from '../observations/retention/observation-retention';
import { ObservationsService } from './observations.service';
import { SchedulesService } from './schedules.service';
import { WriteLine } from './write-queue';

/** What comes in: CSV files and JSON over HTTP. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Import])],
  providers: [ImportsService, ObservationsService, ObservationRetention, SchedulesService, WriteLine],
  exports: [ImportsService, ObservationsService, SchedulesService],
})
export class IngestionModule {}
