import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ObservationsModule } from '../observations/observations.module';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { AbandonedImports } from './imports/abandoned-imports';
import { Import } from './imports/import.entity';
import { ImportRetention } from './imports/import-retention';
import { ImportsService } from './imports/imports.service';
import { ObservationsService } from './observations.service';
import { AttributesService } from './attributes.service';
import { SchedulesService } from './schedules.service';
import { StoreWrites } from './store-writes';
import { WriteQueue } from './write-queue';

/** Imports over HTTP: CSV files and JSON. */
@Module({
  imports: [DatabaseModule, ObservationsModule, StoresModule, TypeOrmModule.forFeature([Import])],
  providers: [
    AbandonedImports,
    AttributesService,
    ImportRetention,
    ImportsService,
    ObservationsService,
    SchedulesService,
    StoreWrites,
    WriteQueue,
  ],
  exports: [AttributesService, ImportsService, ObservationsService, SchedulesService],
})
export class IngestionModule {}
