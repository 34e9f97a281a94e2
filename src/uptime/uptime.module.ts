import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { UptimeService } from './uptime.service';

/** The figures of one store over any range, and the ledger that explains them. */
@Module({
  imports: [CalculatorModule, DatabaseModule, StoresModule],
  providers: [UptimeService],
  exports: [UptimeService],
})
export class UptimeModule {}
