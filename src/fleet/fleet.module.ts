import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { ObservationsModule } from '../observations/observations.module';
import { DatabaseModule } from '../platform/database/database.module';
import { ReportsModule } from '../reports/reports.module';
import { StoresModule } from '../stores/stores.module';
import { FleetCountsService } from './fleet-counts';
import { LostTime } from './lost-time';
import { OpenHours } from './open-hours';
import { Outages } from './outages';
import { FleetTimeline } from './timeline/fleet-timeline';
import { StoreList } from './store-list';

/** The current state of all stores: the list of stores, outages, and counts. */
@Module({
  imports: [CalculatorModule, DatabaseModule, ObservationsModule, ReportsModule, StoresModule],
  providers: [FleetCountsService, FleetTimeline, LostTime, OpenHours, Outages, StoreList],
  exports: [FleetCountsService, FleetTimeline, OpenHours, Outages, StoreList],
})
export class FleetModule {}
