import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { ReportsModule } from '../reports/reports.module';
import { StoresModule } from '../stores/stores.module';
import { FleetCountsService } from './fleet-counts';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { OpenHours } from './open-hours';
import { Outages } from './outages';
import { StoreList } from './store-list';
import { StoreObservations } from '../observations/read/store-observations';

/** The current state of all stores: the list of stores, outages, and counts. */
@Module({
  imports: [CalculatorModule, DatabaseModule, ReportsModule, StoresModule],
  providers: [FleetCountsService, InactiveRuns, OpenHours, Outages, StoreList, StoreObservations],
  exports: [FleetCountsService, OpenHours, Outages, StoreList, StoreObservations],
})
export class FleetModule {}
