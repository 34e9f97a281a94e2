import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from './api/api.module';
import { ConfigModule } from './platform/config/config.module';
import type { ServiceSettings } from './platform/config/settings';

/** The HTTP process. */
@Module({ imports: [ApiModule] })
export class AppModule {
  static with(settings: ServiceSettings): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with(settings)] };
  }
}
