import { Module } from '@nestjs/common';
import { ObservationsModule } from '../observations/observations.module';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { StoreMonths } from './store-months';
import { TargetStatuses } from './target-statuses';
import { Targets } from './targets';

/** Targets of uptime, and how stores stand to them. */
@Module({
  imports: [DatabaseModule, ObservationsModule, StoresModule],
  providers: [StoreMonths, Targets, TargetStatuses],
  exports: [Targets, TargetStatuses],
})
export class TargetsModule {}
