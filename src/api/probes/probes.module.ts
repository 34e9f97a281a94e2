import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule } from '../../health/health.module';
import { MetricsModule } from '../../platform/metrics/metrics.module';
import { ProbesController } from './probes.controller';

/** All that workers and consumers serve by HTTP, if METRICS_PORT is set. */
@Module({ imports: [MetricsModule], controllers: [ProbesController] })
export class ProbesModule {
  /** @param redis whether the process needs Redis to be ready */
  static with({ redis }: { readonly redis: boolean }): DynamicModule {
    return { module: ProbesModule, imports: [HealthModule.with({ redis })] };
  }
}
