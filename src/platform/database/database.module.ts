import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isUnavailable } from '../../common/error-code';
import { type DatabaseSettings, SETTINGS } from '../config/settings';
import { ClockWatch } from './clock/clock-watch';
import { Database } from './database';
import { dataSourceOptions, openDataSource } from './data-source';

/**
 * The one place that connects to PostgreSQL: TypeORM for entities, `Database` for transactions and COPY, both with the
 * same pool. TypeORM closes it at shutdown, after the hooks of all modules that use it.
 */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: DatabaseSettings) => ({
        ...dataSourceOptions(settings.DATABASE_URL, settings.DATABASE_POOL),
        autoLoadEntities: true,
        // A process that ended instead would be started anew every second.
        retryAttempts: Infinity,
        retryDelay: 1_000,
        toRetry: isUnavailable,
      }),
      dataSourceFactory: async (options) => {
        if (!options) throw new TypeError('there are no options to connect with');
        return openDataSource(options);
      },
    }),
  ],
  providers: [
    ClockWatch,
    { provide: Database, inject: [DataSource], useFactory: (dataSource: DataSource) => new Database(dataSource) },
  ],
  exports: [Database],
})
export class DatabaseModule {}
