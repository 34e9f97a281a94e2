import { Module } from '@nestjs/common';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { StatusChangeRetention } from './changes/status-change-retention';
import { FigureData } from './read/figure-data';
import { InactiveRuns } from './read/inactive-runs';
import { StoreObservations } from './read/store-observations';
import { StoreStates } from './read/store-states';
import { ObservationRetention } from './retention/observation-retention';

/** Observations and status runs as the HTTP process reads them, and their retention. */
@Module({
  imports: [DatabaseModule, StoresModule],
  providers: [FigureData, InactiveRuns, ObservationRetention, StatusChangeRetention, StoreObservations, StoreStates],
  exports: [FigureData, InactiveRuns, StoreObservations, StoreStates],
})
export class ObservationsModule {}
