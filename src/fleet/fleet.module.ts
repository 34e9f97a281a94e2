import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { ReportsModule } from '../reports/reports.module';
import { StoresModule } from '../stores/stores.module';
import { FleetController } from '../api/fleet/fleet.controller';
import { FleetCountsService } from './fleet-counts';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { OpenHours } from './open-hours';
import { Outages } from './outages';
import { OutagesController } from '../api/outages/outages.controller';
import { StoreList } from './store-list';
import { StoreObservations } from '../observations/read/store-observations';
import { StoreObservationsController } from '../api/stores/store-observations.controller';
import { StoresController } from '../api/stores/stores.controller';

/** Stores as they are at the moment: lists, observations, outages, all at a glance. */
@Module({
  imports: [CalculatorModule, DatabaseModule, ReportsModule, StoresModule],
  controllers: [FleetController, OutagesController, StoreObservationsController, StoresController],
  providers: [FleetCountsService, InactiveRuns, OpenHours, Outages, StoreList, StoreObservations],
})
export class FleetModule {}
