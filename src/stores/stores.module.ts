import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { DataNodes } from './nodes/data-nodes';
import { SalesRates } from './attributes/sales-rates';
import { StoreAttributes } from './attributes/store-attributes';
import { StoreGroups } from './attributes/store-groups';
import { Store } from './store.entity';
import { Closures } from './schedules/closures';
import { ScheduleHistory } from './schedules/schedule-history';
import { StoreSchedules } from './schedules/store-schedules';
import { StoresService } from './stores.service';

/** Stores, and when they are open. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Store])],
  providers: [
    Closures,
    DataNodes,
    SalesRates,
    ScheduleHistory,
    StoreAttributes,
    StoreGroups,
    StoresService,
    StoreSchedules,
  ],
  exports: [
    Closures,
    DataNodes,
    SalesRates,
    ScheduleHistory,
    StoreAttributes,
    StoreGroups,
    StoresService,
    StoreSchedules,
  ],
})
export class StoresModule {}
