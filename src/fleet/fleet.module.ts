import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { ObservationsModule } from '../observations/observations.module';
import { DatabaseModule } from '../platform/database/database.module';
import { ReportsModule } from '../reports/reports.module';
import { StoresModule } from '../stores/stores.module';
import { FleetCountsService } from './fleet-counts';
import { InCommonReader } from './incidents/in-common-reader';
import { Incidents } from './incidents/incidents';
import { LostTime } from './lost-time';
import { OpenHours } from './open-hours';
import { Outages } from './outages';
import { StoreList } from './store-list';
import { StoresOverTime } from './over-time/stores-over-time';
import { FleetTimeline } from './timeline/fleet-timeline';

/** The current state of all stores: the list of stores, outages, and counts. */
@Module({
  imports: [CalculatorModule, DatabaseModule, ObservationsModule, ReportsModule, StoresModule],
  providers: [
    FleetCountsService,
    FleetTimeline,
    InCommonReader,
    Incidents,
    LostTime,
    OpenHours,
    Outages,
    StoreList,
    StoresOverTime,
  ],
  exports: [FleetCountsService, FleetTimeline, Incidents, OpenHours, Outages, StoreList],
})
export class FleetModule {}
