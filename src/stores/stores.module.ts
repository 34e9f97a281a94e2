import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../platform/database/database.module';
import { Store } from './store.entity';
import { StoreStates } from '../observations/read/store-states';
import { StoresService } from './stores.service';

/** Stores, their time zones and business hours. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Store])],
  providers: [StoresService, StoreStates],
  exports: [StoresService, StoreStates],
})
export class StoresModule {}
