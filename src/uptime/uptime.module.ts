import { Module } from '@nestjs/common';
import { CalculatorModule } from '../calculator/calculator.module';
import { DatabaseModule } from '../platform/database/database.module';
import { StoresModule } from '../stores/stores.module';
import { UptimeController } from '../api/stores/uptime.controller';
import { UptimeService } from './uptime.service';

/** Figures of one store over any range, and every stretch behind them. */
@Module({
  imports: [CalculatorModule, DatabaseModule, StoresModule],
  controllers: [UptimeController],
  providers: [UptimeService],
})
export class UptimeModule {}
