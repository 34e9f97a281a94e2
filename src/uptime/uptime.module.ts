import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { UptimeService } from './uptime.service';

/** Figures of one store over any range, and every stretch behind them. */
@Module({
  imports: [CalculatorModule, DatabaseModule, StoresModule],
  providers: [UptimeService],
  exports: [UptimeService],
})
export class UptimeModule {}
