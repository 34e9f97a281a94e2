import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type DatabaseSettings, SETTINGS } from '../config/settings';
import { Database } from './database';
import { dataSourceOptions } from './data-source';

/** The one place that connects to PostgreSQL: TypeORM for entities, `Database` for transactions and COPY. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: DatabaseSettings) => ({
        ...dataSourceOptions(settings.DATABASE_URL, settings.DATABASE_POOL),
        autoLoadEntities: true,
        retryAttempts: 10,
        retryDelay: 500,
      }),
    }),
  ],
  providers: [
    {
      provide: Database,
      inject: [SETTINGS],
      useFactory: (settings: DatabaseSettings) =>
        new Database(settings.DATABASE_URL, settings.DATABASE_POOL, 'restaurant-monitor'),
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
