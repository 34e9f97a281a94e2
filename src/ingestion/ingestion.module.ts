import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module';
import { Import } from './import.entity';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { ObservationRetention } from './observation-retention';

/** What comes in: CSV files over HTTP. */
@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([Import])],
  controllers: [ImportsController],
  providers: [ImportsService, ObservationRetention],
})
export class IngestionModule {}
