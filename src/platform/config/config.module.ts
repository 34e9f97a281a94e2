import { type DynamicModule, Module } from '@nestjs/common';
import { type DatabaseSettings, SETTINGS } from './settings';

/** Gives every module the process's settings, read once at start. */
@Module({})
export class ConfigModule {
  static with(settings: DatabaseSettings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [SETTINGS],
    };
  }
}
