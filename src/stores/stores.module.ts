import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { DataNodes } from './nodes/data-nodes';
import { Store } from './store.entity';
import { StoreSchedules } from './store-schedules';
import { StoresService } from './stores.service';

/** Stores, their time zones and business hours. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Store])],
  providers: [DataNodes, StoresService, StoreSchedules],
  exports: [DataNodes, StoresService, StoreSchedules],
})
export class StoresModule {}
