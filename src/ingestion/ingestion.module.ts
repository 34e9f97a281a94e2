import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { Import } from './import.entity';
import { ImportsController } from '../api/imports/imports.controller';
import { ImportsService } from './imports.service';
import { ObservationRetention } from '../observations/observation-retention';
import { ObservationsController } from '../api/observations/observations.controller';
import { ObservationsService } from './observations.service';
import { SchedulesController } from '../api/stores/schedules.controller';
import { SchedulesService } from './schedules.service';
import { WriteLine } from './write-queue';

/** What comes in: CSV files and JSON over HTTP. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Import])],
  controllers: [ImportsController, ObservationsController, SchedulesController],
  providers: [ImportsService, ObservationsService, ObservationRetention, SchedulesService, WriteLine],
})
export class IngestionModule {}
