import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module';
import { Import } from './import.entity';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { ObservationRetention } from './observation-retention';
import { ObservationsController } from './observations.controller';
import { ObservationsService } from './observations.service';
import { SchedulesController } from './schedules.controller';
import { SchedulesService } from './schedules.service';
import { WriteLine } from './write-line';

/** What comes in: CSV files and JSON over HTTP. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Import])],
  controllers: [ImportsController, ObservationsController, SchedulesController],
  providers: [ImportsService, ObservationsService, ObservationRetention, SchedulesService, WriteLine],
})
export class IngestionModule {}
