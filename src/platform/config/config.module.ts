import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { loggerParams } from '../logging/logging';
import { type DatabaseSettings, SETTINGS } from './settings';

/** Gives every module the settings of the process, read once at its start, and the logger that they configure. */
@Module({})
export class ConfigModule {
  static with(settings: DatabaseSettings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      imports: [LoggerModule.forRoot(loggerParams(settings))],
      providers: [{ provide: SETTINGS, useValue: settings }],
      exports: [SETTINGS],
    };
  }
}
