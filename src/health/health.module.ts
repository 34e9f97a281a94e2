import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseModule } from '../database/database.module';
import { QueueModule } from '../queue/queue.module';
import { HealthController } from './health.controller';
import { Readiness } from './readiness';

/** What probes and operators ask. */
@Module({
  imports: [DatabaseModule, QueueModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness],
  exports: [Readiness],
})
export class HealthModule {}
